package dev.rohrpost.memory;

import static dev.rohrpost.memory.RingLayout.INT;
import static dev.rohrpost.memory.RingLayout.LONG;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Receives messages from a [Ring]. For one thread at a time, but any may close it.
public final class Consumer implements AutoCloseable {
  private static final int SPINS = 1024;
  private static final int POLLS = 64;
  private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(50);

  private final Ring ring;
  private final Seat seat;
  private final MemorySegment bytes;
  private final WaitStrategy waiting;
  private final Sleep sleep = new Sleep(Long.MAX_VALUE);
  private final Futex message;
  private final Runnable nudge;
  private final Copying copying = new Copying();
  private final int capacity;
  private final int longest;
  private final int bit;
  private final int longestClaim;
  private volatile boolean closed;

  /// Whether its thread sleeps, or is just about to.
  private volatile boolean sleeping;

  /// The position of the next record.
  private long head;

  private long emptyPolls;
  private long lastLook = System.nanoTime();

  /// What is done with a message.
  @FunctionalInterface
  public interface Handler {
    /// Handles a message in place. Its bytes may change as long as a peer that may write to the
    /// ring wants to harm: copy first what must not. They are overwritten some time after this
    /// returns.
    ///
    /// @param ring the memory of the whole ring
    /// @param offset where in it the message begins, a multiple of 8
    /// @param length how long the message is
    void handle(MemorySegment ring, long offset, int length);
  }

  /// Copies a message; one object for all of them.
  private static final class Copying implements Handler {
    private MemorySegment into = MemorySegment.NULL;
    private int length;

    @Override
    public void handle(MemorySegment ring, long offset, int size) {
      length = size;
      if (size <= into.byteSize()) {
        MemorySegment.copy(ring, offset, into, 0, size);
      }
    }
  }

  Consumer(Ring ring, Seat seat, WaitStrategy waiting) throws UnixException {
    this.ring = ring;
    this.seat = seat;
    this.bytes = ring.bytes();
    this.waiting = waiting;
    this.capacity = ring.settings().capacity();
    this.longest = ring.settings().longestMessage();
    this.longestClaim = RingLayout.longestClaim(ring.settings());
    this.message = ring.futex(seat.at + RingLayout.WAITING);
    this.nudge = () -> ring.rouse(seat.at + RingLayout.WAITING);
    this.bit = 1 << (seat.number - Seat.FIRST_CONSUMER);
    try { // every access fails when another thread closes the ring
      join();
      seat.unlock();
    } catch (UnixException | RuntimeException e) {
      seat.abandon();
      throw e;
    }
    if (waiting == WaitStrategy.SLEEP) {
      Heartbeat.add(nudge);
    }
  }

  /// With the lock of the ring held.
  private void join() throws UnixException {
    if (waiting == WaitStrategy.SLEEP) {
      INT.setVolatile(bytes, RingLayout.SLEEPERS, 1);
    }
    INT.setVolatile(bytes, seat.at + RingLayout.WAITING, 0);
    if (ring.settings().consumers() == RingSettings.Consumers.ONE) {
      head = (long) LONG.getAcquire(bytes, seat.at + RingLayout.HEAD);
      var _ = unread();
      seat.setPresent(seat.present() | bit);
      return;
    }
    LONG.setRelease(
        bytes, seat.at + RingLayout.HEAD, (long) LONG.getAcquire(bytes, RingLayout.TAIL));
    seat.setPresent(seat.present() | bit);
    // A producer that has not seen us may have gone on meanwhile, but not further than this.
    VarHandle.fullFence();
    head = (long) LONG.getAcquire(bytes, RingLayout.TAIL);
    var _ = unread();
    LONG.setRelease(bytes, seat.at + RingLayout.HEAD, head);
  }

  /// How far the last record that was counted is. The only producer counts one after it is
  /// committed; so one that died in between, or has not got there yet, is behind by a claim.
  private long unread() throws UnixException {
    var tail = (long) LONG.getAcquire(bytes, RingLayout.TAIL);
    var unread = tail - head;
    if (unread < -longestClaim
        || unread > capacity
        || ((head | tail) & (RingLayout.ALIGNMENT - 1)) != 0) {
      throw ring.broken(head, "comes next, and the last record ends at " + tail);
    }
    return unread;
  }

  /// Hands over the messages that are there, without waiting, and no more than the ring can hold.
  ///
  /// @param handler gets each; the message counts as received when it returns or throws
  /// @param most how many at the most
  /// @return how many there were
  /// @throws UnixException with EBADMSG if a peer has written nonsense into the ring, or EBADF if
  ///   this consumer is closed
  public int poll(Handler handler, int most) throws UnixException {
    try {
      var count = 0;
      var start = head;
      while (count < most && head - start < capacity && next(handler)) {
        count++;
      }
      if (count > 0) {
        wakeProducers();
      } else if (++emptyPolls % POLLS == 0) {
        look();
      }
      return count;
    } catch (IllegalStateException e) {
      throw ring.closedOr(e);
    }
  }

  /// Hands over the next message, waiting for it.
  ///
  /// @param handler gets it; the message counts as received when it returns or throws
  /// @param deadline when to give up
  /// @return whether there was one
  /// @throws UnixException as [#poll]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  public Receipt receive(Handler handler, Deadline deadline)
      throws UnixException, InterruptedException {
    try {
      return await(handler, deadline);
    } catch (IllegalStateException e) {
      throw ring.closedOr(e);
    }
  }

  private Receipt await(Handler handler, Deadline deadline)
      throws UnixException, InterruptedException {
    for (var tries = 1; ; tries++) {
      var before = head;
      if (next(handler)) {
        wakeProducers();
        return Receipt.DELIVERED;
      }
      if (waiting == WaitStrategy.SPIN) {
        Thread.onSpinWait();
        if (tries % SPINS != 0 && head == before && deadline != Deadline.NOW) {
          continue;
        }
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (isAtEnd()) {
        return Receipt.FINISHED;
      }
      if (deadline.hasPassed()) {
        return Receipt.TIMED_OUT;
      }
      if (waiting == WaitStrategy.SLEEP) {
        sleep(deadline);
      }
      look();
    }
  }

  /// Copies the next message, waiting for it. Allocates nothing on a platform thread.
  ///
  /// @param into where it goes; [#length()] says how long it is
  /// @param deadline when to give up
  /// @return whether there was one
  /// @throws UnixException as [#poll]; with EMSGSIZE if the message is longer: it is lost then
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  public Receipt receive(MemorySegment into, Deadline deadline)
      throws UnixException, InterruptedException {
    copying.into = into;
    var receipt = receive(copying, deadline);
    if (receipt == Receipt.DELIVERED && copying.length > into.byteSize()) {
      var sizes = ring + ", " + copying.length + " bytes into " + into.byteSize();
      throw UnixException.of("ring", sizes, Errno.EMSGSIZE);
    }
    return receipt;
  }

  /// {@return the length of the message that was copied last}
  public int length() {
    return copying.length;
  }

  /// Each number of a peer is read once, checked and then used. It skips no more than the ring can
  /// hold: then its caller looks at the deadline and at interrupts first.
  private boolean next(Handler handler) throws UnixException {
    if (closed) {
      throw ring.closed();
    }
    for (var start = head; head - start < capacity; ) {
      var place = ring.place(head);
      var word = (long) LONG.getAcquire(bytes, place);
      if (word == 0) {
        return false;
      }
      var length = word - RingLayout.MESSAGE;
      if (length >= 0
          && length <= longest
          && length <= bytes.byteSize() - place - RingLayout.HEADER) {
        try {
          handler.handle(bytes, place + RingLayout.HEADER, (int) length);
        } finally {
          advance(RingLayout.recordBytes((int) length));
        }
        return true;
      }
      var skipped = RingLayout.skipped(word, capacity);
      if (skipped == 0) {
        throw ring.broken(head, "holds 0x" + Long.toHexString(word));
      }
      advance(skipped);
    }
    var _ = unread(); // or nobody has claimed what was skipped
    return false;
  }

  private void advance(int by) {
    head += by;
    LONG.setRelease(bytes, seat.at + RingLayout.HEAD, head);
  }

  private void wakeProducers() {
    if ((int) INT.getOpaque(bytes, RingLayout.SLEEPERS) != 0) {
      VarHandle.fullFence(); // who is about to sleep sees the room, or we see who sleeps
      ring.wake(RingLayout.SPACE);
    }
  }

  private boolean isAtEnd() throws UnixException {
    return ring.isFinished() && unread() <= 0 && isEmpty();
  }

  private boolean isEmpty() {
    return (long) LONG.getVolatile(bytes, ring.place(head)) == 0;
  }

  /// Announces that it sleeps, looks again, and sleeps.
  private void sleep(Deadline deadline) throws UnixException, InterruptedException {
    var word = seat.at + RingLayout.WAITING;
    sleeping = true;
    try {
      INT.setVolatile(bytes, word, 1);
      if (isEmpty() && !closed && !isAtEnd()) {
        var _ = message.await(1, deadline, sleep);
      }
      INT.setOpaque(bytes, word, 0);
    } finally {
      sleeping = false;
    }
  }

  /// Has somebody claimed what comes next, and died?
  private void look() throws UnixException {
    if (unread() <= 0) {
      lastLook = System.nanoTime();
    } else if (System.nanoTime() - lastLook > Seat.PATIENCE) {
      lastLook = System.nanoTime();
      if (isEmpty()) {
        seat.recover(head);
      }
    }
  }

  /// Gives up the place at the ring, and wakes the thread that waits in it, with EBADF. Closing
  /// again does nothing.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ring.forget(this);
    Heartbeat.remove(nudge);
    try {
      nudge.run();
      while (sleeping) {
        LockSupport.parkNanos(PAUSE); // it may need this processor
        nudge.run(); // whatever a peer makes of the word meanwhile
      }
      leave();
    } catch (UnixException _) {
      // Then the producers find out that nobody is here any more.
    } finally {
      seat.close();
    }
  }

  private void leave() throws UnixException {
    if (seat.lock(Seat.LOCK_PATIENCE)) {
      seat.setPresent(seat.present() & ~bit);
      seat.unlock();
    }
  }

  @Override
  public String toString() {
    return "consumer " + (seat.number - RingLayout.SEATS) + " of " + ring;
  }
}
