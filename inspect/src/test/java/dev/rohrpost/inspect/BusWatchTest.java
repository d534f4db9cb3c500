package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.BusAddress;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class BusWatchTest {
  private static final String CALLED = "dbus:session/com.example.B";

  @TempDir Path folder;

  private CallingPrograms bus() throws Exception {
    return CallingPrograms.on(folder, "");
  }

  @Test
  void callersAreLinkedWithTheNameThatTheyCall() throws Exception {
    try (var bus = bus()) {
      var a = bus.start("A", "B", "answer", "25");
      var b = bus.start("B", "A", "answer", "25");
      try (var watch = BusWatch.open(bus.environment())) {
        assertThat(watch.buses()).containsExactly("session");
        for (var i = 0; i < 3; i++) {
          CallingPrograms.tell(a, "ask");
          assertThat(a.line(Tables.PATIENCE)).isEqualTo("answered");
        }
        var picture = watch.addTo(Inspector.look());
        assertThat(picture.holders(CALLED))
            .containsExactlyInAnyOrder(
                new Link((int) b.pid(), Link.NO_DESCRIPTOR, CALLED, Flow.BOTH),
                new Link((int) a.pid(), Link.NO_DESCRIPTOR, CALLED, Flow.WRITE));
        var call = new BusCall((int) a.pid(), "com.example.Chain", "Ask", 3);
        assertThat(picture.object(CALLED))
            .contains(new IpcObject.BusName("session", "com.example.B", List.of(call)));
        assertThat(watch.openCalls()).isEmpty();
      }
    }
  }

  @Test
  void whatThisProcessCallsIsLeftOut() throws Exception {
    try (var bus = bus();
        var watch = BusWatch.open(bus.environment());
        var own = Bus.connect(BusAddress.of(bus.address()))) {
      var _ = bus.start("B", "A", "answer", "25");
      own.call(Call.to("com.example.B", "/link", "com.example.Chain", "Ask")).close();
      assertThat(watch.addTo(Inspector.look()).object(CALLED)).isEmpty();
    }
  }

  /// To be up to date, the watch asks the bus itself: that is no call of anybody.
  @Test
  void itsOwnQuestionsAreNoOpenCalls() throws Exception {
    try (var bus = bus();
        var watch = BusWatch.open(bus.environment())) {
      for (var i = 0; i < 1_000; i++) {
        assertThat(watch.openCalls()).isEmpty();
      }
    }
  }

  @Test
  void aCallIsOpenUntilItIsAnsweredOrSomebodyHasGone() throws Exception {
    try (var bus = bus()) {
      var a = bus.start("A", "B", "answer", CallingPrograms.NEVER);
      var b = bus.start("B", "A", "sleep", CallingPrograms.NEVER);
      try (var watch = BusWatch.open(bus.environment())) {
        CallingPrograms.tell(a, "ask");
        assertThat(CallingPrograms.awaitOpen(watch, 1))
            .singleElement()
            .satisfies(call -> {
              assertThat(call.caller()).isEqualTo((int) a.pid());
              assertThat(call.callee()).isEqualTo((int) b.pid());
              assertThat(call.service()).isEqualTo("com.example.B");
              assertThat(call.path()).isEqualTo("/link");
              assertThat(call.method()).isEqualTo("com.example.Chain.Ask");
              assertThat(call.isCertain()).isTrue();
            });
        b.close();
        CallingPrograms.awaitOpen(watch, 0);
      }
    }
  }

  @Test
  void aBusThatAllowsNoMonitorsIsUnknownAndTheRestIsThere() throws Exception {
    try (var bus = CallingPrograms.on(folder, CallingPrograms.NO_MONITORS);
        var watch = BusWatch.open(bus.environment())) {
      assertThat(watch.buses()).isEmpty();
      assertThat(watch.openCalls()).isEmpty();
      var picture = watch.addTo(Inspector.look());
      assertThat(picture.processes()).isNotEmpty();
      assertThat(picture.unknown())
          .filteredOn(unknown -> unknown.matter() == Unknown.Matter.BUS_CALLS)
          .singleElement()
          .satisfies(unknown -> {
            assertThat(unknown.what()).isEqualTo("calls on the session bus");
            assertThat(unknown.why()).isEqualTo("it allows this user no monitor");
          });
    }
  }

  @Test
  void aBusThatGoesLeavesWhatWasSeen() throws Exception {
    try (var bus = bus()) {
      var a = bus.start("A", "B", "answer", "25");
      var _ = bus.start("B", "A", "answer", "25");
      try (var watch = BusWatch.open(bus.environment())) {
        CallingPrograms.tell(a, "ask");
        assertThat(a.line(Tables.PATIENCE)).isEqualTo("answered");
        CallingPrograms.awaitOpen(watch, 0);
        bus.end();
        assertThat(watch.openCalls()).isEmpty();
        assertThat(watch.addTo(Inspector.look()).unknown())
            .anySatisfy(unknown -> assertThat(unknown.what()).startsWith("processes of "));
      }
    }
  }

  @Test
  void whereNoBusIsNothingIsSaid() throws Exception {
    try (var watch =
        BusWatch.open(Map.of("DBUS_SYSTEM_BUS_ADDRESS", "tcp:host=localhost,port=1"))) {
      assertThat(watch.buses()).isEmpty();
      assertThat(watch.unknown()).isEmpty();
    }
  }
}
