package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class CallTest {
  private static final String ECHO = "test.Echo";
  private static final String HOLE = "test.Hole";
  private static final Call TO_ECHO = Call.to(ECHO, "/", "com.example", "Echo");
  private static final Call TO_HOLE = Call.to(HOLE, "/", "com.example", "Hole");

  private static Deadline soon() {
    return Deadline.after(TestBus.PATIENCE);
  }

  @Test
  void aBusGivesANameAndAnswers() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect()) {
      assertThat(bus.uniqueName()).startsWith(":1.");
      assertThat(daemon.text()).contains("guid=" + bus.guid());
      assertThat(bus.carriesDescriptors()).isTrue();
      assertThat(bus.call(Driver.call("GetId")).sender()).contains(Driver.NAME);
      assertThat(bus.inFlight()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyThreadsCallAtOnce(ThreadKind kind) throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var _ = daemon.run("dbus-test-tool", "echo", "--name=" + ECHO)) {
      TestBus.awaitName(bus, ECHO);
      var tasks = new ArrayList<Task<Integer>>();
      for (var i = 0; i < 16; i++) {
        tasks.add(
            kind.start(() -> {
              var count = 0;
              for (var each = 0; each < 100; each++) {
                count += bus.call(TO_ECHO.with("s", "x".repeat(each)), soon()).body().size();
              }
              return count;
            }));
      }
      for (var task : tasks) {
        assertThat(task.result()).isZero();
      }
      assertThat(bus.strays()).isZero();
    }
  }

  @Test
  @Row("DBUS-29")
  void aNameThatNobodyHasIsUnknown() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect()) {
      assertThatThrownBy(() -> bus.call(Call.to("com.example.Nobody", "/", "com.example", "Get")))
          .isInstanceOfSatisfying(
              DbusException.class,
              e -> assertThat(e.is("org.freedesktop.DBus.Error.ServiceUnknown")).isTrue());
    }
  }

  @Test
  @Row("DBUS-33")
  void aSilentCalleeCostsTheDeadlineAndADeadOneNothing() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var hole = daemon.run("dbus-test-tool", "black-hole", "--name=" + HOLE)) {
      TestBus.awaitName(bus, HOLE);
      assertThatThrownBy(() -> bus.call(TO_HOLE, Deadline.after(Duration.ofMillis(50))))
          .isInstanceOfSatisfying(
              DbusTimeoutException.class, e -> assertThat(e.wasSent()).isTrue());
      var call = ThreadKind.PLATFORM.start(() -> bus.call(TO_HOLE, soon())).awaitBlocked();
      hole.handle().destroyForcibly();
      assertThat(call.failure())
          .isInstanceOfSatisfying(
              DbusException.class,
              e -> assertThat(e.errorName()).isEqualTo("org.freedesktop.DBus.Error.NoReply"));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("DBUS-96")
  void interruptEndsTheCallAndNotTheConnection(ThreadKind kind) throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var _ = daemon.run("dbus-test-tool", "black-hole", "--name=" + HOLE)) {
      TestBus.awaitName(bus, HOLE);
      var leader = kind.start(() -> bus.call(TO_HOLE, soon())).awaitBlocked();
      var follower = kind.start(() -> bus.call(TO_HOLE, soon()));
      awaitInFlight(bus, 2);
      var id = bus.call(Driver.call("GetId"), soon()).body(0);
      leader.interrupt();
      assertThat(leader.failure()).isInstanceOf(InterruptedException.class);
      assertThat(bus.call(Driver.call("GetId"), soon()).body(0)).isEqualTo(id);
      follower.interrupt();
      assertThat(follower.failure()).isInstanceOf(InterruptedException.class);
      assertThat(bus.call(Driver.call("GetId"), soon()).body(0)).isEqualTo(id);
      assertThat(bus.inFlight()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("DBUS-96")
  void closeEndsAllWaitsWithin100Milliseconds(ThreadKind kind) throws Exception {
    try (var daemon = TestBus.start();
        var _ = daemon.run("dbus-test-tool", "black-hole", "--name=" + HOLE)) {
      var quickest = Duration.ofDays(1);
      for (var round = 0; round < 5; round++) { // others use the machine, too
        var took = closing(kind, daemon);
        quickest = took.compareTo(quickest) < 0 ? took : quickest;
      }
      assertThat(quickest).isLessThan(Duration.ofMillis(100));
    }
  }

  private static Duration closing(ThreadKind kind, TestBus daemon) throws Exception {
    var bus = daemon.connect();
    TestBus.awaitName(bus, HOLE);
    try (var signals = bus.subscribe(MatchRule.signal(), 1)) {
      var calls = new ArrayList<Task<Reply>>();
      for (var i = 0; i < 5; i++) {
        calls.add(kind.start(() -> bus.call(TO_HOLE, soon())));
      }
      awaitInFlight(bus, 5);
      var taker = kind.start(signals::take);
      var start = System.nanoTime();
      bus.close();
      for (var call : calls) {
        assertThat(call.failure()).isInstanceOf(DbusDisconnectedException.class);
      }
      assertThat(taker.result()).isEqualTo(new Event.Closed("closed by this program"));
      var took = Duration.ofNanos(System.nanoTime() - start);
      assertThatThrownBy(() -> bus.call(TO_HOLE)).isInstanceOf(DbusDisconnectedException.class);
      return took;
    }
  }

  private static void awaitInFlight(Bus bus, int count) {
    var end = System.nanoTime() + TestBus.PATIENCE.toNanos();
    while (bus.inFlight() != count) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  @Row("DBUS-30")
  void whatIsSentWithoutReplyIsNotWaitedFor() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var _ = daemon.run("dbus-test-tool", "black-hole", "--name=" + HOLE)) {
      TestBus.awaitName(bus, HOLE);
      var id = bus.call(Driver.call("GetId"), soon()).body(0);
      for (var i = 0; i < 1000; i++) {
        bus.send(TO_HOLE.with("i", i));
      }
      assertThat(bus.inFlight()).isZero();
      assertThat(bus.call(Driver.call("GetId"), soon()).body(0)).isEqualTo(id);
    }
  }

  @Test
  void callsThatWereStartedAreAwaitedApart() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect()) {
      var id = bus.call(Driver.call("GetId"), soon()).body(0);
      var replies = new ArrayList<PendingReply>();
      for (var i = 0; i < 300; i++) { // more than may be in flight: nobody waits for the first ones
        replies.add(bus.start(Driver.call("GetId")));
      }
      for (var reply : replies) {
        assertThat(reply.await(soon()).body()).isEqualTo(List.of(id));
      }
      assertThat(bus.inFlight()).isZero();
    }
  }
}
