package dev.rohrpost.fd;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.UnistdH;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Who is parked until one descriptor is ready: virtual threads, and callbacks.
///
/// The kernel tells once and then has to be asked again (`EPOLLONESHOT`), so that a descriptor
/// which nobody waits for costs nothing. Of those who wait for the same, one is woken, because what
/// is there may be enough for one only; when that one has had its try, it passes the turn on
/// ([#passOn]).
final class Parked {
  private static final int NONE = -1;

  private final Fd fd;
  private final Poller poller;
  private final long token;
  private final Set<Waiter> readers = new LinkedHashSet<>();
  private final Set<Waiter> writers = new LinkedHashSet<>();
  private final Linger linger;

  /// What the kernel has been asked to tell.
  private int armed;

  /// For what somebody was woken who has not had its try yet.
  private int turn;

  /// The number that the kernel's set knows, or [#NONE] before it knows one.
  private int watched = NONE;

  Parked(Fd fd, Poller poller, long token) {
    this.fd = fd;
    this.poller = poller;
    this.token = token;
    this.linger = new Linger(poller);
  }

  Poller poller() {
    return poller;
  }

  Linger linger() {
    return linger;
  }

  private interface Waiter {
    /// Called once, without a lock.
    void wake();
  }

  private static final class ParkedThread implements Waiter {
    private final Thread thread = Thread.currentThread();
    private volatile boolean done;

    @Override
    public void wake() {
      done = true;
      LockSupport.unpark(thread);
    }
  }

  private final class Callback implements Waiter {
    private final Runnable callback;
    private final long since = System.nanoTime();

    Callback(Runnable callback) {
      this.callback = callback;
    }

    /// What it throws goes where exceptions of threads go: others wait for this thread.
    @Override
    public void wake() {
      linger.waited(System.nanoTime() - since);
      try {
        callback.run();
      } catch (RuntimeException | Error e) {
        var thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      } finally {
        Poller.passOn(fd);
      }
    }
  }

  /// Has the current thread wait, parked as a rule. The caller has borrowed the descriptor, and
  /// calls [#passOn] later.
  ///
  /// @param events [Poller#READABLE] or [Poller#WRITABLE]
  /// @return false if the deadline passed; true if a try is worth while
  boolean await(int number, int events, Deadline deadline)
      throws UnixException, InterruptedException {
    if (deadline.hasPassed()) {
      return false;
    }
    if (events != Poller.READABLE) {
      return park(number, events, deadline);
    }
    if (linger.sees(number, deadline)) {
      return true;
    }
    var since = System.nanoTime();
    var isReady = park(number, events, deadline);
    if (isReady) {
      linger.waited(System.nanoTime() - since);
    }
    return isReady;
  }

  private boolean park(int number, int events, Deadline deadline)
      throws UnixException, InterruptedException {
    var waiter = new ParkedThread();
    if (!add(number, events, waiter)) {
      return true;
    }
    try {
      while (!waiter.done) {
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
    } finally {
      remove(events, waiter);
    }
    if (fd.isClosed()) {
      throw fd.closed();
    }
    return true;
  }

  /// Runs a callback once, on the poller's thread, when the descriptor is readable or closed.
  void whenReadable(int number, Runnable callback) throws UnixException {
    if (!add(number, Poller.READABLE, new Callback(callback))) {
      throw UnixException.of("epoll_ctl", fd.toString(), Errno.EPERM);
    }
  }

  /// Answers false if the descriptor is of a kind that is always ready.
  private synchronized boolean add(int number, int events, Waiter waiter) throws UnixException {
    if (fd.isClosed()) { // close() may have looked already who is here
      throw fd.closed();
    }
    turn &= ~events;
    var waiters = waitersFor(events);
    waiters.add(waiter);
    var accepted = false;
    try {
      accepted = arm(number);
    } finally {
      if (!accepted) {
        waiters.remove(waiter);
      }
    }
    return accepted;
  }

  private synchronized void remove(int events, Waiter waiter) {
    waitersFor(events).remove(waiter);
  }

  private Set<Waiter> waitersFor(int events) {
    return events == Poller.READABLE ? readers : writers;
  }

  /// Asks the kernel, if somebody waits for what it has not been asked for.
  private boolean arm(int number) throws UnixException {
    var wanted =
        (readers.isEmpty() ? 0 : Poller.READABLE) | (writers.isEmpty() ? 0 : Poller.WRITABLE);
    wanted &= ~turn;
    if ((wanted & ~armed) == 0) {
      return true;
    }
    if (watched == NONE) {
      watched = poller.add(number, wanted, token);
    } else {
      poller.arm(watched, wanted, token);
    }
    armed = watched == NONE ? 0 : wanted;
    return watched != NONE;
  }

  /// The kernel says that the descriptor is ready.
  ///
  /// @param events what for; an error or a hang-up is for everybody
  void ready(int events) {
    List<Waiter> woken;
    boolean othersWait;
    synchronized (this) {
      armed = 0;
      if ((events & ~(Poller.READABLE | Poller.WRITABLE)) != 0) {
        woken = takeAll();
      } else {
        woken = takeFirst(events);
        turn |= events;
      }
      othersWait = !readers.isEmpty() || !writers.isEmpty();
    }
    if (othersWait) { // for the other direction
      rearm();
    }
    woken.forEach(Waiter::wake);
    if (woken.isEmpty()) { // it has given up meanwhile
      Poller.passOn(fd);
    }
  }

  /// Wakes all.
  void close() {
    List<Waiter> woken;
    synchronized (this) {
      woken = takeAll();
    }
    woken.forEach(Waiter::wake);
  }

  private List<Waiter> takeAll() {
    var taken = new ArrayList<Waiter>(readers);
    taken.addAll(writers);
    readers.clear();
    writers.clear();
    return taken;
  }

  private List<Waiter> takeFirst(int events) {
    var taken = new ArrayList<Waiter>(2);
    if ((events & Poller.READABLE) != 0) {
      takeFirst(readers, taken);
    }
    if ((events & Poller.WRITABLE) != 0) {
      takeFirst(writers, taken);
    }
    return taken;
  }

  private static void takeFirst(Set<Waiter> from, List<Waiter> to) {
    Iterator<Waiter> waiters = from.iterator();
    if (waiters.hasNext()) {
      to.add(waiters.next());
      waiters.remove();
    }
  }

  /// A waiter has had its try: the next may have one.
  void passOn() {
    synchronized (this) {
      turn = 0;
      if (readers.isEmpty() && writers.isEmpty()) {
        return;
      }
    }
    rearm();
  }

  private void rearm() {
    try {
      var _ = fd.borrow(this::armAgain);
    } catch (UnixException e) {
      close(); // all try again, and meet the failure themselves
    }
  }

  private synchronized boolean armAgain(int number) throws UnixException {
    return arm(number);
  }

  /// The number goes back to the kernel.
  synchronized void forget(int number) {
    poller.forget(token, watched);
    if (watched != NONE && watched != number) {
      var _ = UnistdH.close(watched);
    }
  }
}
