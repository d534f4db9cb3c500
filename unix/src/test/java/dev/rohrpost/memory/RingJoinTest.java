package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.testkit.NoFdLeaks;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever joins a ring that another thread closes in this moment gives its seat back, which is a
/// descriptor.
@ExtendWith(NoFdLeaks.class)
class RingJoinTest {
  @ParameterizedTest
  @EnumSource
  void aProducerThatFindsTheMemoryGoneKeepsNoSeat(WaitStrategy waiting) throws Exception {
    var ring = Ring.create(RingSettings.DEFAULT);
    var seat = Seat.takeAndLock(ring, 1, 1);
    ring.close();
    assertThatThrownBy(() -> new Producer(ring, seat, waiting))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aConsumerThatFindsTheMemoryGoneKeepsNoSeat(WaitStrategy waiting) throws Exception {
    var ring = Ring.create(RingSettings.DEFAULT);
    var seat = Seat.takeAndLock(ring, Seat.FIRST_CONSUMER, 1);
    ring.close();
    assertThatThrownBy(() -> new Consumer(ring, seat, waiting))
        .isInstanceOf(IllegalStateException.class);
  }
}
