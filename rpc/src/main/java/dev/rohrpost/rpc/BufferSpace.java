package dev.rohrpost.rpc;

import dev.rohrpost.fd.Deadline;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// How many bytes all connections of a server together keep: of messages that are not whole, of
/// calls that take long, and of replies that nobody takes. What a connection has in any case, room
/// for small messages, does not count.
///
/// When there is no space left, messages wait that need more, and with replies beyond the limit all
/// reading waits. One message at a time may go on nevertheless: else those that are half there
/// would wait for each other. So the most that is kept is the limit and one message, and the
/// replies of calls that were being carried out when it was reached.
final class BufferSpace {
  private final long most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private int waiting;
  private boolean closed;

  /// Written with the lock; read without it to see whether it is worth while to take it.
  private final AtomicLong used = new AtomicLong();

  /// The share of the message that may go on.
  private @Nullable Share favourite;

  /// How much of that is beyond the limit.
  private long excess;

  BufferSpace(long most) {
    this.most = most;
  }

  /// Counts replies that nobody takes, or counts them off again. They are there already, so this
  /// waits for nothing.
  void count(long bytes) {
    lock.lock();
    try {
      used.addAndGet(bytes);
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Ends all waits, as if their deadlines had passed.
  void close() {
    lock.lock();
    try {
      closed = true;
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// What one connection, or one call that takes long, keeps. For one thread at a time.
  final class Share {
    private long held;

    /// Takes more for a message that goes on, waiting for space.
    ///
    /// @return false if the deadline passed
    boolean grow(long bytes, Deadline deadline) throws InterruptedException {
      lock.lock();
      try {
        if (!awaited(() -> fits(bytes) || favourite == null || favourite == this, deadline)) {
          return false;
        }
        if (!fits(bytes)) {
          favourite = this;
          excess += bytes;
        }
        set(held + bytes);
        return true;
      } finally {
        lock.unlock();
      }
    }

    /// Takes more only if there is space for it now.
    boolean take(long bytes) {
      lock.lock();
      try {
        var fits = fits(bytes);
        if (fits) {
          set(held + bytes);
        }
        return fits;
      } finally {
        lock.unlock();
      }
    }

    /// Says how much there is in fact, of what is there already.
    void hold(long bytes) {
      if (bytes != held) {
        lock.lock();
        try {
          set(bytes);
        } finally {
          lock.unlock();
        }
      }
    }

    /// {@return whether others would like to have what this keeps for later}
    boolean isWanted() {
      return held > 0 && (waiting() || isFavourite());
    }

    private boolean isFavourite() {
      lock.lock();
      try {
        return favourite == this;
      } finally {
        lock.unlock();
      }
    }

    private void set(long bytes) {
      used.addAndGet(bytes - held);
      if (bytes < held) {
        freed.signalAll();
      }
      held = bytes;
      if (bytes == 0 && favourite == this) {
        favourite = null;
        excess = 0;
      }
    }
  }

  Share share() {
    return new Share();
  }

  /// {@return how many bytes are kept}
  long used() {
    return used.get();
  }

  /// Waits while there is too much to read anything.
  ///
  /// @return false if the deadline passed
  boolean awaitReading(Deadline deadline) throws InterruptedException {
    if (used.get() <= most) {
      return true;
    }
    lock.lock();
    try {
      return awaited(() -> fits(0), deadline);
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(long bytes) {
    return used.get() - excess + bytes <= most;
  }

  private boolean waiting() {
    lock.lock();
    try {
      return waiting > 0;
    } finally {
      lock.unlock();
    }
  }

  /// Waits, with the lock, until something holds.
  private boolean awaited(BooleanSupplier what, Deadline deadline) throws InterruptedException {
    waiting++;
    try {
      while (!what.getAsBoolean()) {
        if (closed || deadline.hasPassed()) {
          return false;
        }
        var _ = freed.awaitNanos(deadline.remainingNanos());
      }
      return true;
    } finally {
      waiting--;
    }
  }
}
