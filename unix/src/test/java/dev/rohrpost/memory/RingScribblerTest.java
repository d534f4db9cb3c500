package dev.rohrpost.memory;

import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A hostile neighbour at a running ring, see [RingScribbler]. A failure names its seed.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
class RingScribblerTest {
  private static final int SEEDS = 400;
  private static final Duration LONG = Duration.ofMinutes(3);

  @Test
  void theOthersGoOn() throws Exception {
    for (var seed = 0; seed < SEEDS; seed++) {
      RingScribbler.play(seed);
    }
  }

  @Test
  @Tag("stress")
  @Timeout(600)
  void theOthersGoOnForMinutes() throws Exception {
    var first = System.nanoTime();
    System.err.println("RingScribblerTest: seeds from " + first);
    var end = System.nanoTime() + LONG.toNanos();
    for (var seed = first; System.nanoTime() - end < 0; seed++) {
      RingScribbler.play(seed);
    }
  }
}
