package dev.rohrpost.supervise;

import java.time.Duration;
import java.util.ArrayDeque;

/// Counts the workers of a generation that end by themselves and the starts that fail, so that a
/// broken version neither keeps the machine busy nor goes on for ever.
final class CrashLimiter {
  static final Duration WINDOW = Duration.ofMinutes(1);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /// A worker that ends sooner than this has died at once.
  static final Duration AT_ONCE = Duration.ofSeconds(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final int most;
  private final ArrayDeque<Long> times = new ArrayDeque<>();
  private Duration pause = Duration.ZERO;

  /// @param most how many crashes are borne within a minute
  CrashLimiter(int most) {
    this.most = most;
  }

  /// Takes note of a worker that has ended, and whether that was a crash.
  void ended(Duration age, boolean crashed) {
    if (age.compareTo(AT_ONCE) < 0) {
      lengthenPause();
    } else {
      pause = Duration.ZERO;
    }
    if (crashed) {
      times.addLast(System.nanoTime());
    }
  }

  /// Takes note of a start that has failed.
  void startFailed() {
    lengthenPause();
    times.addLast(System.nanoTime());
  }

  private void lengthenPause() {
    var doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  boolean isExceeded() {
    forgetOld();
    return times.size() > most;
  }

  /// Tells whether a worker was there before all the crashes that count: it has nothing to do with
  /// them.
  boolean isOlderThanAll(Worker worker) {
    forgetOld();
    return times.isEmpty() || worker.startedAt() - times.getFirst() < 0;
  }

  private void forgetOld() {
    var now = System.nanoTime();
    while (!times.isEmpty() && now - times.getFirst() > WINDOW.toNanos()) {
      times.removeFirst();
    }
  }

  /// How long to wait before the next start.
  Duration pause() {
    return pause;
  }
}
