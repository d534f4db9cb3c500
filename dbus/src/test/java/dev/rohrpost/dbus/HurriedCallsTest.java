package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Threads that give up at any moment, while others call, wait apart, and take signals.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class HurriedCallsTest {
  private static final long SEED = 20_261_130;
  private static final Call ECHO = Call.to("test.Echo", "/", "com.example", "Echo");

  @Test
  @Row({"DBUS-77", "DBUS-96", "DBUS-99"})
  void nobodyIsForgottenWhenOthersGiveUp() throws Exception {
    // The bus counts calls that were given up until they are answered.
    var limit = "<limit name=\"max_replies_per_connection\">50000</limit>";
    try (var daemon = TestBus.start(TestBus.SESSION + limit);
        var _ = daemon.run("dbus-test-tool", "echo", "--name=test.Echo");
        var sender = daemon.connect();
        var bus = daemon.connect();
        var ticks = bus.subscribe(MatchRule.signal().member("Tick"), 100_000)) {
      TestBus.awaitName(bus, "test.Echo");
      var patient = new ArrayList<Task<Integer>>();
      for (var kind : ThreadKind.values()) {
        for (var i = 0; i < 6; i++) {
          var random = new SplittableRandom(SEED + i);
          patient.add(kind.start(() -> calls(bus, random)));
        }
      }
      var hurried = new ArrayList<Task<Integer>>();
      for (var kind : ThreadKind.values()) {
        for (var i = 0; i < 6; i++) {
          var random = new SplittableRandom(SEED - i);
          hurried.add(kind.start(() -> hurriedCalls(bus, random)));
        }
      }
      var taker = ThreadKind.PLATFORM.start(() -> taken(ticks, 2000));
      for (var i = 0; i < 2000; i++) {
        sender.emit(ObjectPath.of("/test"), "com.example.Test", "Tick", "i", i);
        hurried.get(i % hurried.size()).interrupt();
      }
      for (var task : patient) {
        assertThat(task.result()).isEqualTo(400);
      }
      for (var task : hurried) {
        assertThat(task.result()).isEqualTo(400);
      }
      assertThat(taker.result()).isEqualTo(2000);
      assertThat(bus.inFlight()).isZero();
      assertThat(bus.call(ECHO).body()).isEmpty();
    }
  }

  private static int calls(Bus bus, SplittableRandom random) throws Exception {
    var count = 0;
    while (count < 400) {
      var bytes = new byte[random.nextInt(1, 3000)];
      if (random.nextInt(4) == 0) {
        try (var one = bus.start(ECHO.with("ay", bytes));
            var other = bus.start(ECHO)) {
          assertThat(other.await(Deadline.after(TestBus.PATIENCE)).body()).isEmpty();
          assertThat(one.await(Deadline.after(TestBus.PATIENCE)).body()).isEmpty();
        }
      } else {
        var _ = bus.call(ECHO.with("ay", bytes), Deadline.after(TestBus.PATIENCE));
      }
      count++;
    }
    return count;
  }

  private static int hurriedCalls(Bus bus, SplittableRandom random) throws Exception {
    var count = 0;
    for (; count < 400; count++) {
      var patience = Duration.ofNanos(random.nextInt(3_000_000));
      try {
        var _ = bus.call(ECHO.with("ay", new byte[random.nextInt(300_000)]), after(patience));
      } catch (DbusTimeoutException | InterruptedException e) {
        assertThat(e).hasNoSuppressedExceptions();
      }
    }
    return count;
  }

  private static Deadline after(Duration patience) {
    return patience.isZero() ? Deadline.NOW : Deadline.after(patience);
  }

  private static int taken(Subscription ticks, int count) throws Exception {
    for (var i = 0; i < count; i++) {
      var event = ticks.take(Deadline.after(TestBus.PATIENCE)).orElseThrow();
      assertThat(((Event.Signal) event).body()).isEqualTo(List.of(i));
    }
    return count;
  }
}
