package dev.rohrpost.fd;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Who is parked until one descriptor is ready: virtual threads, and callbacks.
///
/// The kernel tells once and then has to be asked again (`EPOLLONESHOT`), so that a descriptor
/// which nobody waits for costs nothing.
final class Parked {
  /// How a wait ended.
  enum Outcome {
    READY,
    TIMED_OUT,
    /// Epoll refuses the descriptor, as it does for regular files: there is nothing to wait for.
    ALWAYS_READY
  }

  private static final class Waiter {
    final int events;
    final Runnable wake;
    volatile boolean done;

    Waiter(int events, Runnable wake) {
      this.events = events;
      this.wake = wake;
    }

    void finish() {
      done = true;
      wake.run();
    }
  }

  private final Fd fd;
  private final Poller poller;
  private final long token;
  private final List<Waiter> waiters = new ArrayList<>(1);
  private boolean registered;

  Parked(Fd fd, Poller poller, long token) {
    this.fd = fd;
    this.poller = poller;
    this.token = token;
  }

  /// Parks the current thread. The caller has borrowed the descriptor.
  ///
  /// @param events `POLLIN` or `POLLOUT`, which epoll shares
  Outcome await(int number, int events, Deadline deadline)
      throws UnixException, InterruptedException {
    var thread = Thread.currentThread();
    var waiter = new Waiter(events, () -> LockSupport.unpark(thread));
    if (!add(number, waiter)) {
      return Outcome.ALWAYS_READY;
    }
    try {
      while (!waiter.done) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (deadline == Deadline.NEVER) {
          LockSupport.park(this);
        } else if (deadline.hasPassed()) {
          return Outcome.TIMED_OUT;
        } else {
          LockSupport.parkNanos(this, deadline.remainingNanos());
        }
      }
    } finally {
      remove(waiter);
    }
    if (fd.isClosed()) {
      throw UnixException.of("wait", fd.toString(), Errno.EBADF);
    }
    return Outcome.READY;
  }

  /// Runs a callback once, on the poller's thread, when the descriptor is readable or closed.
  void whenReadable(int number, Runnable callback) throws UnixException {
    if (!add(number, new Waiter(Poller.READABLE, callback))) {
      throw UnixException.of("epoll_ctl", fd.toString(), Errno.EPERM);
    }
  }

  private synchronized boolean add(int number, Waiter waiter) throws UnixException {
    waiters.add(waiter);
    try {
      if (!arm(number)) {
        waiters.remove(waiter);
        return false;
      }
    } catch (UnixException e) {
      waiters.remove(waiter);
      throw e;
    }
    if (fd.isClosed()) { // close() has looked at the list before this one was in it
      waiters.remove(waiter);
      throw UnixException.of("wait", fd.toString(), Errno.EBADF);
    }
    return true;
  }

  private synchronized void remove(Waiter waiter) {
    waiters.remove(waiter);
  }

  private boolean arm(int number) throws UnixException {
    var events = 0;
    for (var waiter : waiters) {
      events |= waiter.events;
    }
    var accepted = poller.arm(number, events, token, registered);
    registered |= accepted;
    return accepted;
  }

  /// The kernel says that the descriptor is ready.
  ///
  /// @param events what for; an error or a hang-up is for everybody
  void ready(int events) {
    var all = (events & ~(Poller.READABLE | Poller.WRITABLE)) != 0;
    finish(all ? ~0 : events);
  }

  /// The descriptor was closed.
  void close() {
    finish(~0);
  }

  private void finish(int events) {
    var finished = new ArrayList<Waiter>(1);
    synchronized (this) {
      for (var waiter : List.copyOf(waiters)) {
        if ((waiter.events & events) != 0) {
          waiters.remove(waiter);
          finished.add(waiter);
        }
      }
      if (!waiters.isEmpty() && !fd.isClosed()) {
        rearm();
      }
    }
    finished.forEach(Waiter::finish);
  }

  /// Somebody waits for the other direction. The number is safe: each waiter has borrowed it.
  private void rearm() {
    try {
      fd.borrow(this::arm);
    } catch (UnixException e) {
      waiters.forEach(Waiter::finish); // they try again, and meet the failure themselves
      waiters.clear();
    }
  }

  /// The number goes back to the kernel. The set is told, because an open file description that
  /// another process shares would stay in it.
  void forget(int number) {
    poller.forget(number, token);
  }
}
