package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  @Test
  void neverDoesNotPass() {
    assertThat(Deadline.NEVER.hasPassed()).isFalse();
    assertThat(Deadline.NEVER.remainingNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(Deadline.NEVER).hasToString("never");
  }

  @Test
  void nowHasPassed() {
    assertThat(Deadline.NOW.hasPassed()).isTrue();
    assertThat(Deadline.NOW.remainingNanos()).isZero();
  }

  @Test
  void aTimeThatIsNotAheadHasPassed() {
    assertThat(Deadline.after(Duration.ZERO).hasPassed()).isTrue();
    assertThat(Deadline.after(Duration.ofSeconds(-1)).hasPassed()).isTrue();
    assertThat(Deadline.after(Duration.ofSeconds(Long.MIN_VALUE)).hasPassed()).isTrue();
  }

  @Test
  void whatRemainsShrinksToNothing() {
    var deadline = Deadline.after(Duration.ofMillis(20));
    assertThat(deadline.hasPassed()).isFalse();
    var before = deadline.remainingNanos();
    assertThat(before).isBetween(1L, TimeUnit.MILLISECONDS.toNanos(20));
    while (!deadline.hasPassed()) {
      assertThat(deadline.remainingNanos()).isLessThanOrEqualTo(before);
    }
    assertThat(deadline.remainingNanos()).isZero();
  }

  @Test
  void aVeryLongTimeIsCutAndDoesNotOverflow() {
    var deadline = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(deadline.hasPassed()).isFalse();
    assertThat(Duration.ofNanos(deadline.remainingNanos())).isGreaterThan(Duration.ofDays(50_000));
    assertThat(deadline.toString()).startsWith("in PT");
  }
}
