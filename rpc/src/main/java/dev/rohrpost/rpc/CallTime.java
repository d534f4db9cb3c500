package dev.rohrpost.rpc;

import dev.rohrpost.fd.Deadline;
import java.time.Duration;

/// Until when the calls of a server may go on: each for a time, and all until the server stops.
final class CallTime {
  /// Longer ones are none: the clock of nanoseconds does not go that far.
  static final Duration LONGEST = Duration.ofDays(36_500);

  private final long each;
  private volatile Deadline stop = Deadline.NEVER;

  CallTime(Duration each) {
    this.each = each.compareTo(LONGEST) < 0 ? each.toNanos() : Long.MAX_VALUE;
  }

  /// {@return when a call begins, on a clock that stands still if nobody is to look at it}
  long begin() {
    return each == Long.MAX_VALUE ? 0 : System.nanoTime();
  }

  void stopAt(Deadline deadline) {
    stop = deadline;
  }

  /// {@return whether calls end by themselves only}
  boolean isUnlimited() {
    return each == Long.MAX_VALUE && stop == Deadline.NEVER;
  }

  /// {@return until when a call may go on that has begun then}
  Deadline deadline(long begun) {
    var all = stop;
    if (each == Long.MAX_VALUE) {
      return all;
    }
    var left = each - (System.nanoTime() - begun);
    return left < all.remainingNanos() ? Deadline.after(Duration.ofNanos(left)) : all;
  }
}
