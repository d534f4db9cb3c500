package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoFdLeaks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Reading and writing allocates nothing on a platform thread, once the compiler has seen it.
@ExtendWith(NoFdLeaks.class)
class AllocationTest {
  /// In a JVM of its own, because agents that measure other things allocate.
  @Test
  void aRoundTripAllocatesNothing() throws Exception {
    try (var jvm = Jvm.of(Measure.class).with("--add-modules", "jdk.management").start()) {
      var perMillion = jvm.await(Duration.ofMinutes(2)).orFail().out().strip();
      // What the counters themselves and a late compilation allocate is shared by all.
      assertThat(Long.parseLong(perMillion)).isLessThan(100_000);
    }
  }

  static final class Measure {
    private static final int WARM_UP = 100_000;

    private Measure() {}

    public static void main(String... arguments) throws Exception {
      var least = Long.MAX_VALUE;
      try (var ends = Ends.pipe();
          var arena = Arena.ofConfined()) {
        var bytes = arena.allocate(128);
        roundTrips(ends, bytes, WARM_UP);
        for (var i = 0; i < 10; i++) {
          var before = allocated();
          roundTrips(ends, bytes, WARM_UP);
          least = Math.min(least, allocated() - before);
        }
      }
      System.out.println(least * 1_000_000 / WARM_UP);
    }

    /// By name, because the module of this package does not read the one of the bean.
    private static long allocated() throws ReflectiveOperationException {
      var bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      return (long)
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getCurrentThreadAllocatedBytes")
              .invoke(bean);
    }

    private static void roundTrips(Ends ends, MemorySegment bytes, int count)
        throws UnixException, InterruptedException {
      for (var i = 0; i < count; i++) {
        ends.out().write(bytes);
        if (ends.in().read(bytes) != 128) {
          throw new AssertionError();
        }
      }
    }
  }
}
