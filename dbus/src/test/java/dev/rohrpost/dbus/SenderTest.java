package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On the session bus of a desktop, everybody can send everybody a reply.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class SenderTest {
  private static final int FORGED = 199;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Row("DBUS-63")
  void aStrangerCannotAnswer(boolean unique) throws Exception {
    try (var daemon = TestBus.start(TestBus.SESSION);
        var bus = daemon.connect();
        var service = PythonService.start(daemon)) {
      var name = unique ? service.owner() : PythonService.NAME;
      for (var i = 0; i < 3; i++) {
        var before = bus.strays();
        var reply = bus.call(Call.to(name, "/test", "com.example.Test", "Get"));
        assertThat(reply.body(0)).isEqualTo("real");
        assertThat(reply.sender()).contains(service.owner());
        assertThat(bus.strays() - before).isEqualTo(FORGED);
      }
    }
  }

  @Test
  @Row({"DBUS-63", "DBUS-66"})
  void aServiceThatIsStartedByTheCallMayAnswer() throws Exception {
    try (var daemon = TestBus.start(TestBus.SESSION);
        var bus = daemon.connect()) {
      daemon.activatable(PythonService.NAME, daemon.script(PythonService.text()));
      assertThat(bus.call(PythonService.call("Get")).body(0)).isEqualTo("real");
      assertThat(bus.strays()).isEqualTo(FORGED);
      try (var changes = bus.subscribe(Driver.ownerChanges(PythonService.NAME), 10)) {
        bus.send(PythonService.call("Quit"));
        assertThat(changes.take(Deadline.after(TestBus.PATIENCE))).isPresent();
      }
      // Another one is started, and answers although the first one is remembered.
      assertThat(bus.call(PythonService.call("Get")).body(0)).isEqualTo("real");
    }
  }

  @Test
  @Row("DBUS-63")
  void anOwnerThatLosesTheNameMayStillAnswer() throws Exception {
    try (var daemon = TestBus.start(TestBus.SESSION);
        var bus = daemon.connect();
        var other = daemon.connect();
        var owner = daemon.connect();
        var name = owner.own("com.example.Passed", NameFlag.ALLOW_REPLACEMENT)) {
      var ping = Call.to("com.example.Passed", "/", "org.freedesktop.DBus.Peer", "Ping");
      assertThat(bus.call(ping).sender()).contains(owner.uniqueName());
      // The owner reads only what it waits for, so the call lies there.
      try (var taken = other.own("com.example.Passed", NameFlag.REPLACE_EXISTING)) {
        assertThat(taken.answer()).isEqualTo(OwnedName.Answer.OWNER);
        assertThat(name.awaitLoss(Deadline.after(TestBus.PATIENCE))).isTrue();
        assertThat(bus.call(ping).sender()).contains(other.uniqueName());
      }
      assertThat(bus.strays()).isZero();
    }
  }

  @Test
  @Row("DBUS-64")
  void secondAndLateRepliesAreCounted() throws Exception {
    try (var daemon = TestBus.start(TestBus.SESSION);
        var bus = daemon.connect();
        var _ = PythonService.start(daemon)) {
      assertThat(bus.call(PythonService.call("Twice")).body()).isEmpty();
      assertThatThrownBy(
              () -> bus.call(PythonService.call("Late"), Deadline.after(Duration.ofMillis(50))))
          .isInstanceOf(DbusTimeoutException.class);
      assertThat(bus.call(PythonService.call("Flags")).body()).hasSize(1);
      assertThat(bus.strays()).isEqualTo(2);
    }
  }

  @Test
  @Row("DBUS-88")
  void flagsAreSetWhenAskedFor() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var _ = PythonService.start(daemon)) {
      var flags = PythonService.call("Flags");
      assertThat(bus.call(flags).body(0)).isEqualTo(0);
      assertThat(bus.call(flags.interactive()).body(0)).isEqualTo(4);
      assertThat(bus.call(flags.withoutAutoStart()).body(0)).isEqualTo(2);
    }
  }

  @Test
  @Row("DBUS-66")
  void aProgramThatFailsIsAnError() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect()) {
      daemon.activatable("com.example.Fails", "/bin/false");
      daemon.activatable("com.example.Gone", "/nonexistent/program");
      assertThatThrownBy(() -> bus.call(Call.to("com.example.Fails", "/", "a.b", "C")))
          .isInstanceOf(DbusException.class)
          .hasMessageContaining(".DBus.Error.Spawn.ChildExited");
      assertThatThrownBy(() -> bus.call(Call.to("com.example.Gone", "/", "a.b", "C")))
          .isInstanceOf(DbusException.class)
          .hasMessageContaining(".DBus.Error.Spawn.");
      assertThatThrownBy(
              () -> bus.call(Call.to("com.example.Fails", "/", "a.b", "C").withoutAutoStart()))
          .isInstanceOf(DbusException.class)
          .hasMessageContaining(".DBus.Error.NameHasNoOwner");
    }
  }

  @Test
  @Row("DBUS-65")
  void noMoreCallsAreInFlightThanTheBusTakes() throws Exception {
    var limit = "<limit name=\"max_replies_per_connection\">128</limit>";
    try (var daemon = TestBus.start(TestBus.SESSION + limit);
        var bus = daemon.connect();
        var _ = PythonService.start(daemon)) {
      var echo = PythonService.call("Echo");
      var tasks =
          IntStream.range(0, 200)
              .mapToObj(i ->
                  ThreadKind.VIRTUAL.start(() -> {
                    for (var each = 0; each < 50; each++) {
                      var got = bus.call(echo.with("i", each)).body(0);
                      assertThat(got).isEqualTo(each);
                    }
                    return true;
                  }))
              .toList();
      for (var task : tasks) {
        assertThat(task.result()).isTrue();
      }
      assertThat(bus.strays()).isZero();
    }
  }

  @Test
  @Row("DBUS-65")
  void theCallThatIsTooMuchIsAnErrorOfTheBus() throws Exception {
    var limit = "<limit name=\"max_replies_per_connection\">128</limit>";
    var most = BusLimits.DEFAULT.withCallsInFlight(1000);
    try (var daemon = TestBus.start(TestBus.SESSION + limit);
        var bus = Bus.connect(daemon.address(), most, Deadline.after(TestBus.PATIENCE));
        var _ = daemon.run("dbus-test-tool", "black-hole", "--name=test.Hole")) {
      TestBus.awaitName(bus, "test.Hole");
      var hole = Call.to("test.Hole", "/", "com.example", "Hole");
      var pending = new ArrayList<PendingReply>();
      for (var i = 0; i < 128; i++) {
        pending.add(bus.start(hole));
      }
      assertThatThrownBy(() -> bus.call(hole))
          .isInstanceOf(DbusException.class)
          .hasMessageContaining(".DBus.Error.LimitsExceeded");
      pending.forEach(PendingReply::close);
      assertThat(bus.inFlight()).isZero();
    }
  }
}
