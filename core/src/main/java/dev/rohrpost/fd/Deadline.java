package dev.rohrpost.fd;

import java.time.Duration;

/// The moment at which a wait gives up, on the monotonic clock: a clock that is set does not move
/// it.
///
/// A deadline, unlike a time-out, is the same for all the calls of one task.
public final class Deadline {
  /// Waits as long as it takes.
  public static final Deadline NEVER = new Deadline(0);

  /// Does not wait at all: has always passed.
  public static final Deadline NOW = new Deadline(0);

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// Returns the deadline that lies a time span ahead.
  ///
  /// @param time from now; 146 years at the most, longer ones are cut to that
  /// @return the deadline; one that has passed if the time is zero or negative
  public static Deadline after(Duration time) {
    if (time.isNegative() || time.isZero()) {
      return NOW;
    }
    var nanos = time.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : time.toNanos();
    return new Deadline(System.nanoTime() + nanos);
  }

  /// {@return the nanoseconds that are left: 0 when it has passed, `Long.MAX_VALUE` for [#NEVER]}
  public long remainingNanos() {
    if (this == NEVER) {
      return Long.MAX_VALUE;
    }
    return this == NOW ? 0 : Math.max(0, nanoTime - System.nanoTime());
  }

  /// {@return the moment on the clock of [System#nanoTime()]; only of a deadline that has one}
  long nanoTime() {
    return nanoTime;
  }

  /// {@return whether the moment has come}
  public boolean hasPassed() {
    return remainingNanos() == 0;
  }

  @Override
  public String toString() {
    return this == NEVER ? "never" : "in " + Duration.ofNanos(remainingNanos());
  }
}
