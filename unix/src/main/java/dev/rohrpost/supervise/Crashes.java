package dev.rohrpost.supervise;

import dev.rohrpost.process.ExitStatus;
import java.time.Duration;
import java.util.ArrayDeque;

/// Counts workers that end by themselves, so that a broken one does not keep the machine busy.
final class Crashes {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /// A worker that ends sooner than this has died at once.
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final int most;
  private final ArrayDeque<Long> times = new ArrayDeque<>();
  private Duration pause = Duration.ZERO;

  Crashes(int most) {
    this.most = most;
  }

  /// Takes note of a worker of the current generation that has ended. One that said it would, or
  /// that has worked for a while and ended well, has not crashed.
  void ended(Worker worker, ExitStatus status) {
    var diedAtOnce = worker.age().compareTo(AT_ONCE) < 0;
    if (!diedAtOnce) {
      pause = Duration.ZERO;
    } else {
      var doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
    if (diedAtOnce || (!worker.isTold() && !status.isSuccess())) {
      times.addLast(System.nanoTime());
    }
  }

  boolean areTooMany() {
    var now = System.nanoTime();
    while (!times.isEmpty() && now - times.getFirst() > WINDOW.toNanos()) {
      times.removeFirst();
    }
    return times.size() > most;
  }

  /// How long to wait before the next start.
  Duration pause() {
    return pause;
  }
}
