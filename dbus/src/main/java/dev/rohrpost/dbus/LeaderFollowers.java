package dev.rohrpost.dbus;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Wait;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How the threads that wait on a connection read it: there is no thread for that.
///
/// One of those that wait leads: it reads the socket, and hands over what belongs to others. When
/// it has what it waits for, it passes the lead on. So a thread that calls alone never waits for
/// another one. Messages are handed over in the order in which they came: when a call returns, the
/// signals that came before its reply are where they belong.
///
/// While nobody waits, but something is to be received nevertheless, the thread that watches all
/// descriptors tells when there is something to read, and a virtual thread reads it.
abstract class LeaderFollowers {
  final ReentrantLock lock = new ReentrantLock();

  /// These are guarded by the lock.
  final LinkedHashSet<Waiter> waiting = new LinkedHashSet<>();

  @Nullable Waiter leader;

  /// Why there is no connection.
  @Nullable IOException broken;

  /// Whether there will be one again.
  boolean comesBack;

  /// How many connections there were; it tells whether something belongs to this one.
  int generation = 1;

  /// Somebody waits here until nobody reads a lost connection any more.
  final Condition vacant = lock.newCondition();

  private boolean isWatched;

  /// Stands for the virtual thread that reads while nobody waits.
  private final Waiter background =
      new Waiter() {
        @Override
        boolean isDone() {
          return false;
        }
      };

  /// Reads once and hands over what came. Only the leader does.
  ///
  /// @param mine what the leader waits for
  /// @return false if the deadline passed
  abstract boolean receive(@Nullable Waiter mine, Deadline until)
      throws IOException, InterruptedException;

  /// {@return whether there is something to hand over that was read before; with the lock}
  abstract boolean hasRead();

  /// {@return whether the last read has filled its memory, so that the kernel may have more; for
  /// the leader}
  abstract boolean hasFilledMemory();

  /// {@return whether something is to be received although nobody waits; with the lock}
  abstract boolean wantsMessages();

  abstract Fd fd();

  /// Drops what was received and handed over to nobody, when nobody reads any more; with the lock.
  abstract void dropReceived();

  /// Ends everything with a failure.
  abstract void fail(IOException cause);

  /// The peer may not read before we do.
  void readMeanwhile(PendingCall call) throws InterruptedException {
    lock.lock();
    try {
      if (broken != null || (leader != null && leader != call)) {
        return;
      }
      leader = call;
    } finally {
      lock.unlock();
    }
    try {
      var _ = receive(null, Deadline.NOW);
    } catch (IOException e) {
      fail(e);
    } finally {
      release(call);
    }
  }

  /// Waits until something is there, and reads meanwhile if nobody else does; once, without
  /// waiting, also if the deadline has passed already.
  ///
  /// @return false if the deadline passed
  boolean await(Waiter waiter, Deadline deadline)
      throws DbusDisconnectedException, InterruptedException {
    var hasTried = false;
    try {
      while (true) {
        var lead = false;
        lock.lock();
        try {
          if (waiter.isDone()) {
            return true;
          }
          var over = over(waiter);
          if (over != null) {
            throw disconnected(over, waiter instanceof PendingCall call && call.begun);
          }
          if (hasTried && deadline.hasPassed()) {
            return false;
          }
          hasTried = true;
          ServedCall.giveTurnAway(this);
          if (broken != null) {
            leave(waiter);
          } else if (leader == null) {
            leader = waiter;
          }
          lead = leads(waiter);
          if (!lead) {
            waiter.thread = Thread.currentThread();
            waiting.add(waiter);
          }
        } finally {
          lock.unlock();
        }
        if (lead) {
          lead(waiter, deadline);
        } else {
          park(deadline);
        }
      }
    } finally {
      release(waiter);
    }
  }

  /// {@return why there is nothing to wait for; null if there is}
  private @Nullable IOException over(Waiter waiter) {
    if (waiter.lost != null) {
      return waiter.lost;
    }
    return comesBack && waiter.outlivesLoss() ? null : broken;
  }

  private void lead(Waiter waiter, Deadline deadline) throws InterruptedException {
    try {
      var _ = receive(waiter, deadline);
    } catch (IOException e) {
      fail(e);
    }
  }

  private void park(Deadline until) throws InterruptedException {
    if (until == Deadline.NEVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, until.remainingNanos());
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /// Ends a wait, and passes the lead on.
  private void release(Waiter waiter) {
    lock.lock();
    try {
      waiting.remove(waiter);
      waiter.thread = null;
      leave(waiter);
    } finally {
      lock.unlock();
    }
  }

  /// Leads no more, and passes the lead on; with the lock.
  private void leave(Waiter waiter) {
    if (leads(waiter)) {
      leader = null;
    }
    promote();
  }

  @SuppressWarnings("ReferenceEquality") // it is this one
  private boolean leads(Waiter waiter) {
    return leader == waiter;
  }

  /// Wakes a thread that can lead, if nobody does; with the lock.
  private void promote() {
    if (leader != null) {
      return;
    }
    if (broken != null) {
      dropReceived();
      vacant.signalAll();
    } else if (waiting.isEmpty()) {
      watch();
    } else {
      waiting.getFirst().wake();
    }
  }

  /// Has somebody look for messages while nobody waits; with the lock.
  void watch() {
    if (isWatched || leader != null || broken != null || !wantsMessages()) {
      return;
    }
    isWatched = true;
    var watched = generation;
    if (hasRead()) {
      readable(watched);
      return;
    }
    try {
      Wait.whenReadable(fd(), () -> readable(watched));
    } catch (UnixException e) {
      fail(e);
    }
  }

  /// Nobody waits for a call that was sent.
  void watchApart() {
    lock.lock();
    try {
      promote();
    } finally {
      lock.unlock();
    }
  }

  /// There is something to read. This runs on a thread that must not wait.
  private void readable(int watched) {
    lock.lock();
    try {
      if (watched != generation) {
        return; // the end of a lost connection
      }
      isWatched = false;
      if (leader != null || broken != null) {
        return;
      }
      leader = background;
    } finally {
      lock.unlock();
    }
    var _ = Thread.ofVirtual().name("rohrpost-dbus-reader").start(this::readInBackground);
  }

  /// Goes on with another connection, which this thread reads first; with the lock.
  void renewed() {
    broken = null;
    comesBack = false;
    isWatched = false;
    leader = background;
  }

  /// Reads in place of those who wait, until nothing is there.
  void readInBackground() {
    try {
      do {
        while (receive(background, Deadline.NOW) && hasFilledMemory()) {
          // until nothing is there
        }
      } while (nobodyWaits() && Wait.readableSoon(fd()));
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts it
    } finally {
      release(background);
    }
  }

  private boolean nobodyWaits() {
    lock.lock();
    try {
      return waiting.isEmpty() && broken == null;
    } finally {
      lock.unlock();
    }
  }

  /// With the lock.
  void wakeAllThatAreDone() {
    for (var waiter : waiting) {
      if (waiter.isDone()) {
        waiter.wake();
      }
    }
  }

  static DbusDisconnectedException disconnected(IOException cause, boolean sent) {
    var reason = cause.getMessage();
    return new DbusDisconnectedException(reason == null ? "closed" : reason, sent, cause);
  }

  /// {@return why there is no connection any more; null if there is, or will be again; with the
  /// lock}
  @Nullable DbusDisconnectedException lost() {
    return broken == null || comesBack ? null : disconnected(broken, false);
  }
}
