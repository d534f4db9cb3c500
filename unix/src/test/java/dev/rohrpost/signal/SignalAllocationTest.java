package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.Allocated;
import dev.rohrpost.testkit.NoFdLeaks;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Sending and receiving allocates nothing on a platform thread, once the compiler has seen it.
@ExtendWith(NoFdLeaks.class)
@Timeout(600)
class SignalAllocationTest {
  @Test
  void sendingAndReceivingAllocatesNothing() throws Exception {
    assertThat(Allocated.leastOf(Measure.class)).hasSize(4).containsOnly(0L);
  }

  static final class Measure {
    private Measure() {}

    public static void main(String... arguments) throws Exception {
      try (var signals = Signals.subscribe(Signal.RTMIN);
          var pidfd = Target.Pidfd.open(Here.PID).pidfd();
          var arena = Arena.ofConfined()) {
        var raw = arena.allocate(128, 8);
        print(() -> {
          Here.SELF.queue(Signal.RTMIN, 1);
          if (!signals.take(raw, Deadline.NEVER)) {
            throw new AssertionError();
          }
        });
        for (var target :
            List.of(Here.SELF, new Target.Tid(Here.PID, Here.thread()), new Target.Pidfd(pidfd))) {
          print(() -> target.deliver(Target.NO_SIGNAL));
        }
      }
    }

    private static void print(Allocated.Action action) throws Exception {
      System.out.println(Allocated.bytesPerCall(10, 20_000, action));
    }
  }
}
