package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.ReadEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// The signals and the unread copies of one subscription, who waits for them, and its own
/// descriptor of the source: closing that one gets its reader out.
///
/// Guarded by the lock of [Receiver], but for what never changes.
final class Subscription {
  private static final int FIRST_CAPACITY = 32;

  final Set<Signal> signals;
  final SignalSet set;
  final ReadEnd end;
  final Backlog backlog = new Backlog(FIRST_CAPACITY);
  final List<Waiter> waiters = new ArrayList<>();

  /// Its backlog was too large, and has not been emptied since.
  boolean full;

  Subscription(Set<Signal> signals, ReadEnd end) {
    this.signals = signals;
    this.set = SignalSet.of(signals.toArray(Signal[]::new));
    this.end = end;
  }

  /// Wakes one of those who wait; that one wakes the next if there is more than it takes.
  void wakeOne() {
    for (var i = 0; i < waiters.size(); i++) {
      if (!waiters.get(i).woken) {
        waiters.get(i).wake();
        return;
      }
    }
  }

  void wakeAll() {
    waiters.forEach(Waiter::wake);
  }

  /// A thread that waits until another one has read something for it, or leaves the reading to it.
  static final class Waiter {
    private final Thread thread = Thread.currentThread();
    final boolean virtual = thread.isVirtual();
    volatile boolean woken;

    void wake() {
      woken = true;
      LockSupport.unpark(thread);
    }

    /// Waits; the lock is not held.
    ///
    /// @return false if the deadline passed
    boolean await(Deadline deadline) throws InterruptedException {
      while (!woken) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (deadline == Deadline.NEVER) {
          LockSupport.park(this);
        } else if (deadline.hasPassed()) {
          return false;
        } else {
          LockSupport.parkNanos(this, deadline.remainingNanos());
        }
      }
      return true;
    }
  }
}
