package dev.rohrpost.rpc;

import java.util.concurrent.atomic.AtomicLong;

/// Whether the thread of a connection is carrying out a call, and whether it is still the one that
/// reads. If a call takes long, [SlowCalls] takes the reading away from it.
///
/// A counter: even while the thread reads, odd during a call. When the reading was taken away, it
/// is one of four negative numbers: then the call can be interrupted, and nothing but the call.
final class Turn {
  private static final long TAKEN = Long.MIN_VALUE;
  private static final long INTERRUPTING = TAKEN + 1;
  private static final long INTERRUPTED = TAKEN + 2;
  private static final long ENDED = TAKEN + 3;

  private final AtomicLong count = new AtomicLong();

  /// When the call began.
  private long begun;

  /// The count at the last look; only one thread looks.
  private long seen;

  /// The outcome of a look.
  enum Sight {
    /// The thread reads, as at the last look, or has nothing to do with the connection any more.
    IDLE,
    /// Something has happened since.
    MOVING,
    /// The same call goes on.
    SLOW
  }

  void beginCall(long now) {
    begun = now;
    count.set(count.getPlain() + 1);
  }

  long begun() {
    return begun;
  }

  /// Ends the call; an interrupt that was meant for it does not outlast it.
  ///
  /// @return whether the thread still is the one that reads
  boolean endCall() {
    var call = count.getPlain();
    if (call > 0 && count.compareAndSet(call, call + 1)) {
      return true;
    }
    while (!count.compareAndSet(TAKEN, ENDED) && !count.compareAndSet(INTERRUPTED, ENDED)) {
      Thread.onSpinWait();
    }
    var _ = Thread.interrupted();
    return false;
  }

  Sight look() {
    var before = seen;
    seen = count.get();
    if (seen != before) {
      return Sight.MOVING;
    }
    return seen > 0 && (seen & 1) == 1 ? Sight.SLOW : Sight.IDLE;
  }

  /// Takes the reading away from the thread, unless the call that was seen last has ended.
  boolean takeAway() {
    return count.compareAndSet(seen, TAKEN);
  }

  /// {@return whether the reading was taken away, and the call goes on and was not interrupted}
  boolean isTaken() {
    return count.get() == TAKEN;
  }

  /// Interrupts the call, unless it has ended or was interrupted already.
  void interrupt(Thread thread) {
    if (count.compareAndSet(TAKEN, INTERRUPTING)) {
      thread.interrupt();
      count.set(INTERRUPTED);
    }
  }
}
