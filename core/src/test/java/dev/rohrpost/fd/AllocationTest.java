package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Allocated;
import dev.rohrpost.testkit.NoFdLeaks;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Reading and writing allocates nothing on a platform thread, once the compiler has seen it.
@ExtendWith(NoFdLeaks.class)
class AllocationTest {
  @Test
  void aRoundTripAllocatesNothing() throws Exception {
    assertThat(Allocated.leastOf(Measure.class)).containsExactly(0L);
  }

  static final class Measure {
    private Measure() {}

    public static void main(String... arguments) throws Exception {
      try (var ends = Ends.pipe();
          var arena = Arena.ofConfined()) {
        var bytes = arena.allocate(128);
        System.out.println(
            Allocated.bytesPerCall(
                10,
                100_000,
                () -> {
                  ends.out().write(bytes);
                  if (ends.in().read(bytes) != 128) {
                    throw new AssertionError();
                  }
                }));
      }
    }
  }
}
