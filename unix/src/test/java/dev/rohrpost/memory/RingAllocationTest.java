package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.Allocated;
import dev.rohrpost.testkit.NoFdLeaks;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sending and receiving allocates nothing on a platform thread, once the compiler has seen it.
@ExtendWith(NoFdLeaks.class)
class RingAllocationTest {
  @ParameterizedTest
  @EnumSource
  void aMessageAllocatesNothing(WaitStrategy waiting) throws Exception {
    assertThat(Allocated.leastOf(Measure.class, waiting.name())).containsExactly(0L);
  }

  static final class Measure {
    private Measure() {}

    public static void main(String... arguments) throws Exception {
      var waiting = WaitStrategy.valueOf(arguments[0]);
      try (var ring = Ring.create(RingSettings.DEFAULT);
          var producer = ring.producer(waiting);
          var consumer = ring.consumer(waiting);
          var arena = Arena.ofConfined()) {
        var message = arena.allocate(128);
        System.out.println(
            Allocated.bytesPerCall(
                10,
                50_000,
                () -> {
                  if (producer.offer(message, Deadline.NEVER) != Offer.SENT
                      || consumer.receive(message, Deadline.NEVER) != Receipt.DELIVERED) {
                    throw new AssertionError();
                  }
                }));
      }
    }
  }
}
