package dev.rohrpost.messaging;

import java.time.Duration;
import java.util.Optional;

/// How long a [Relay] goes on when little happens.
///
/// @param idle after which time without a single byte, in either direction, it ends; never if it is
///   missing. It is noticed up to a quarter of that time later
/// @param linger how much time one direction has after the end of the other; as much as it takes if
///   it is missing
public record RelayLimits(Optional<Duration> idle, Optional<Duration> linger) {
  /// As long as both ends are there.
  public static final RelayLimits NONE = new RelayLimits(Optional.empty(), Optional.empty());

  /// Checks the times.
  ///
  /// @throws IllegalArgumentException if one is zero or negative
  public RelayLimits {
    check(idle);
    check(linger);
  }

  private static void check(Optional<Duration> time) {
    if (time.isPresent() && !time.get().isPositive()) {
      throw new IllegalArgumentException("a limit is more than nothing, not " + time.get());
    }
  }

  /// {@return the same with a limit for silence}
  ///
  /// @param time more than zero
  public RelayLimits withIdle(Duration time) {
    return new RelayLimits(Optional.of(time), linger);
  }

  /// {@return the same with a limit for what comes after the end of one direction}
  ///
  /// @param time more than zero
  public RelayLimits withLinger(Duration time) {
    return new RelayLimits(idle, Optional.of(time));
  }
}
