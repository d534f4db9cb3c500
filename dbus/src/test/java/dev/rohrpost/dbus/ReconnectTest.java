package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A bus is killed, and another one is there afterwards, or not.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@Row("DBUS-95")
class ReconnectTest {
  private static final String NAME = "com.example.Counter";
  private static final ObjectPath PATH = ObjectPath.of("/counter");
  private static final MatchRule TICKS = MatchRule.signal().interfaceName("a.b").member("Tick");
  private static final Call COUNT = Call.to(NAME, PATH, "a.b", "Count");
  private static final long STEADY = Duration.ofMillis(150).toNanos();
  private static final Call HOLE = Call.to("test.Hole", "/", "a.b", "C");

  private static Deadline soon() {
    return Deadline.after(TestBus.PATIENCE);
  }

  /// Calls with a new number each time, until it is told to end.
  private static final class Caller {
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger next;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final Task<Boolean> task;

    Caller(Bus bus, AtomicInteger next, ThreadKind kind) {
      this.next = next;
      this.task =
          kind.start(() -> {
            while (!isOver.get()) {
              call(bus);
            }
            return true;
          });
    }

    private void call(Bus bus) throws InterruptedException {
      try {
        var number = next.incrementAndGet();
        assertThat(bus.call(COUNT.with("i", number)).body(0)).isEqualTo(number);
        answered.incrementAndGet();
      } catch (DbusDisconnectedException e) {
        lost.incrementAndGet();
      } catch (DbusException e) {
        // The service has not come back yet.
        assertThat(e.errorName()).matches(".*(ServiceUnknown|NameHasNoOwner|NoReply)");
      }
    }

    /// Returns when it has been answered for so long that the connection counts as one that lasts.
    void awaitAnswers() {
      var before = answered.get();
      while (answered.get() == before) {
        LockSupport.parkNanos(1_000_000);
      }
      for (var from = System.nanoTime(); System.nanoTime() - from < STEADY; ) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBusThatIsKilledTwentyTimesComesBackAndNoCallIsMadeTwice(TestBus.Kind kind)
      throws Exception {
    Set<Integer> carriedOut = ConcurrentHashMap.newKeySet();
    var twice = new AtomicInteger();
    var next = new AtomicInteger();
    try (var daemon = kind.start();
        var service = daemon.connect().reconnecting();
        var bus = daemon.connect().reconnecting();
        var _ =
            service.serve(
                PATH,
                call -> {
                  var number = call.arguments("i").int32();
                  if (!carriedOut.add(number)) {
                    twice.incrementAndGet();
                  }
                  call.reply("i", out -> out.int32(number));
                });
        var name = service.own(NAME);
        var ticks = bus.subscribe(TICKS.sender(NAME), 1000)) {
      var callers = new ArrayList<Caller>();
      for (var i = 0; i < 4; i++) {
        callers.add(new Caller(bus, next, i % 2 == 0 ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM));
      }
      var from = System.nanoTime();
      for (var round = 0; round < 20; round++) {
        callers.get(round % 4).awaitAnswers();
        daemon.kill();
        daemon.restart();
      }
      for (var caller : callers) {
        caller.awaitAnswers();
        caller.isOver.set(true);
        assertThat(caller.task.result()).isTrue();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(60));
      assertThat(twice).hasValue(0);
      assertThat(name.isOwner()).isTrue();
      assertThat(name.awaitLoss(Deadline.NOW)).isFalse();
      service.emit(PATH, "a.b", "Tick", "i", 7);
      var gaps = 0;
      while (true) {
        switch (ticks.take(soon()).orElseThrow()) {
          case Event.Gap() -> gaps++;
          case Event.Signal signal -> {
            assertThat(signal.body()).containsExactly(7);
            assertThat(gaps).isBetween(1, 20);
            assertThat(bus.inFlight()).isZero();
            return;
          }
          default -> {}
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsToldToASubscriptionOfAName(TestBus.Kind kind) throws Exception {
    try (var daemon = kind.start();
        var service = daemon.connect().reconnecting();
        var bus = daemon.connect().reconnecting();
        var _ = service.own(NAME);
        var ticks = bus.subscribe(TICKS.sender(NAME), 10);
        var every = bus.subscribe(TICKS, 10);
        var unique = bus.subscribe(TICKS.sender(service.uniqueName()), 10)) {
      var before = service.uniqueName();
      service.emit(PATH, "a.b", "Tick", "i", 1);
      assertThat(ticks.take(soon()).orElseThrow()).isInstanceOf(Event.Signal.class);
      daemon.kill();
      var gone = (Event.OwnerChanged) ticks.take(soon()).orElseThrow();
      assertThat(gone.former()).contains(before);
      assertThat(gone.isGone()).isTrue();
      daemon.restart();
      assertThat(ticks.take(soon())).contains(new Event.Gap());
      var back = (Event.OwnerChanged) ticks.take(soon()).orElseThrow();
      assertThat(back.owner()).contains(service.uniqueName());
      service.emit(PATH, "a.b", "Tick", "i", 2);
      var signal = (Event.Signal) ticks.take(soon()).orElseThrow();
      assertThat(signal.sender()).contains(service.uniqueName());
      assertThat(signal.body()).containsExactly(2);
      assertThat(every.take(soon()).orElseThrow()).isInstanceOf(Event.Signal.class);
      assertThat(every.take(soon())).contains(new Event.Gap());
      assertThat(every.take(soon()).orElseThrow()).isInstanceOf(Event.Signal.class);
      assertThat(unique.take(soon()).orElseThrow()).isInstanceOf(Event.Signal.class);
      assertThat(unique.take(soon()).orElseThrow()).isInstanceOf(Event.OwnerChanged.class);
      assertThat(((Event.Closed) unique.take()).reason()).contains(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsInFlightEndAtOnceAndOthersWait(ThreadKind kind) throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect().reconnecting();
        var _ = daemon.run("dbus-test-tool", "black-hole", "--name=test.Hole")) {
      TestBus.awaitName(bus, "test.Hole");
      var apart = bus.start(HOLE);
      var call = kind.start(() -> bus.call(HOLE, soon())).awaitBlocked();
      daemon.kill();
      assertThat(call.failure())
          .isInstanceOfSatisfying(
              DbusDisconnectedException.class, e -> assertThat(e.wasSent()).isTrue());
      assertThatThrownBy(() -> apart.await(soon())).isInstanceOf(DbusDisconnectedException.class);
      var ping = Call.to(bus.uniqueName(), "/", "org.freedesktop.DBus.Peer", "Ping");
      assertThatThrownBy(() -> bus.call(ping)).isInstanceOf(DbusDisconnectedException.class);
      assertThatThrownBy(() -> bus.call(HOLE, Deadline.after(Duration.ofMillis(50))))
          .isInstanceOfSatisfying(
              DbusTimeoutException.class, e -> assertThat(e.wasSent()).isFalse())
          .hasMessageContaining("the peer has closed the connection");
      var virtual = ThreadKind.VIRTUAL;
      var waits = virtual.start(() -> bus.call(Driver.call("GetId"), soon())).awaitBlocked();
      var subscribes = virtual.start(() -> bus.subscribe(TICKS, 10)).awaitBlocked();
      daemon.restart();
      assertThat(waits.result().body()).hasSize(1);
      try (var ticks = subscribes.result()) {
        bus.emit(PATH, "a.b", "Tick", "");
        assertThat(ticks.take(soon()).orElseThrow()).isInstanceOf(Event.Signal.class);
      }
      assertThat(bus.inFlight()).isZero();
    }
  }

  @Test
  void whatTheNextBusRefusesIsLost() throws Exception {
    try (var daemon = TestBus.start(TestBus.SESSION);
        var bus = daemon.connect().reconnecting();
        var name = bus.own(NAME);
        var ticks = bus.subscribe(TICKS, 10);
        var more = bus.subscribe(TICKS.argument(0, "x"), 10)) {
      daemon.kill();
      daemon.restart(
          TestBus.SESSION
              + "<policy context=\"mandatory\"><deny own=\"*\"/></policy>"
              + "<limit name=\"max_match_rules_per_connection\">1</limit>");
      assertThat(name.awaitLoss(soon())).isTrue();
      assertThat(name.isOwner()).isFalse();
      assertThat(ticks.take(soon())).contains(new Event.Gap());
      assertThat(more.take(soon())).contains(new Event.Gap());
      assertThat(((Event.Closed) more.take()).reason()).contains("LimitsExceeded");
      bus.emit(PATH, "a.b", "Tick", "");
      assertThat(ticks.take(soon()).orElseThrow()).isInstanceOf(Event.Signal.class);
    }
  }

  @Test
  void patienceHasAnEnd() throws Exception {
    try (var daemon = TestBus.start(TestBus.SESSION);
        var bus = daemon.connect().reconnecting(Duration.ofMillis(20), Duration.ofMillis(300));
        var name = bus.own(NAME);
        var ticks = bus.subscribe(TICKS, 10)) {
      daemon.kill();
      while (name.isOwner()) {
        Thread.onSpinWait(); // until the loss is noticed
      }
      assertThatThrownBy(() -> bus.call(Driver.call("GetId"), soon()))
          .isInstanceOf(DbusDisconnectedException.class)
          .hasMessageContaining("not renewed within PT0.3S: no bus");
      assertThat(((Event.Closed) ticks.take()).reason()).contains("not renewed");
      assertThat(name.awaitLoss(soon())).isTrue();
      assertThatThrownBy(bus::reconnecting).isInstanceOf(DbusDisconnectedException.class);
      assertThatThrownBy(() -> bus.serve(PATH, _ -> {}))
          .isInstanceOf(DbusDisconnectedException.class);
    }
  }

  @Test
  @SuppressWarnings("try") // closing early is what is shown
  void closingEndsEverythingAtOnce() throws Exception {
    var fastest = Long.MAX_VALUE;
    for (var round = 0; round < 3; round++) {
      try (var daemon = TestBus.start(TestBus.SESSION);
          var bus = daemon.connect().reconnecting();
          var name = bus.own(NAME);
          var ticks = bus.subscribe(TICKS, 10)) {
        daemon.kill();
        while (name.isOwner()) {
          Thread.onSpinWait(); // until the loss is noticed
        }
        var call =
            ThreadKind.VIRTUAL.start(() -> bus.call(Driver.call("GetId"), soon())).awaitBlocked();
        var taker = ThreadKind.VIRTUAL.start(ticks::take).awaitBlocked();
        var loss = ThreadKind.VIRTUAL.start(() -> name.awaitLoss(soon())).awaitBlocked();
        var from = System.nanoTime();
        name.close();
        bus.close();
        assertThat(call.failure())
            .isInstanceOf(DbusDisconnectedException.class)
            .hasMessageContaining("closed by this program");
        assertThat(taker.result()).isInstanceOf(Event.Closed.class);
        assertThat(loss.result()).isTrue();
        fastest = Math.min(fastest, System.nanoTime() - from);
      }
    }
    assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(100));
  }

  @Test
  @Row("DBUS-94")
  void aRenewalDoesNotKeepTheJvm() throws Exception {
    try (var daemon = TestBus.start();
        var program = Jvm.of(ReconnectingProgram.class, daemon.text()).start()) {
      assertThat(program.line(TestBus.PATIENCE)).startsWith(":1.");
      daemon.kill();
      assertThat(program.line(TestBus.PATIENCE)).isEqualTo("gone");
      assertThat(program.await(TestBus.PATIENCE).orFail().out()).isEmpty();
    }
  }

  @Test
  void wrongTimesAreRefused() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bus.reconnecting(Duration.ZERO, Duration.ofSeconds(1)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bus.reconnecting(Duration.ofSeconds(1), Duration.ofSeconds(-1)));
    }
  }
}
