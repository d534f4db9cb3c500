package dev.rohrpost.fd;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Sends the wake-up signal to a thread until it has left its call.
final class Waker {
  private static final long FIRST_PAUSE_NANOS = 50_000;
  private static final long LONGEST_PAUSE_NANOS = 10_000_000;
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private Waker() {}

  /// Gets a thread out of a call; does nothing if it has left that one.
  static void wake(Blocker blocker, long call) {
    wake(blocker, call, FIRST_PAUSE_NANOS);
  }

  /// Gets a thread out of its current call when the deadline comes.
  ///
  /// @return to be cancelled when the call has ended before
  static ScheduledFuture<?> wakeAt(Blocker blocker, Deadline deadline) {
    var call = blocker.call();
    return TIMER.schedule(
        () -> wake(blocker, call), deadline.remainingNanos(), TimeUnit.NANOSECONDS);
  }

  /// Runs something short a little later.
  static void schedule(Runnable task, long nanos) {
    var _ = TIMER.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  private static void wake(Blocker blocker, long call, long pause) {
    if (blocker.isIn(call)) {
      WakeSignal.send(blocker.threadNumber);
      var next = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      var _ = TIMER.schedule(() -> wake(blocker, call, next), pause, TimeUnit.NANOSECONDS);
    }
  }

  private static ScheduledThreadPoolExecutor timer() {
    var timer = new ScheduledThreadPoolExecutor(1, Daemon.named("rohrpost-waker").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }
}
