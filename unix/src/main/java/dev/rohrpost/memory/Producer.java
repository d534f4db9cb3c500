package dev.rohrpost.memory;

import static dev.rohrpost.memory.RingLayout.INT;
import static dev.rohrpost.memory.RingLayout.LONG;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// Sends messages into a [Ring]. For one thread at a time, but any may close it.
public final class Producer implements AutoCloseable {
  private static final long NOTHING = -1;
  private static final int SPINS = 1024;

  private final Ring ring;
  private final Seat seat;
  private final MemorySegment bytes;
  private final WaitStrategy waiting;
  private final Claim claim;
  private final Sleep sleep = new Sleep(Seat.PATIENCE);
  private final Futex space;
  private final boolean alone;
  private final int capacity;
  private final int longest;
  private volatile boolean closed;

  /// Whether the last claim has waited in vain for the lock.
  private boolean heldUp;

  /// Where the next record goes; with other producers, the ring knows.
  private long tail;

  /// Up to where there is room; it moves when the consumers are asked.
  private long limit;

  /// The place of what is claimed, or nothing.
  private long claimed = NOTHING;

  /// All of it, and what of it lies before the record, because that would not fit there.
  private int claimedBytes;

  private int skippedBytes;

  private long lastLook;

  Producer(Ring ring, Seat seat, WaitStrategy waiting) throws UnixException {
    this.ring = ring;
    this.seat = seat;
    this.bytes = ring.bytes();
    this.waiting = waiting;
    this.alone = ring.settings().producers() == RingSettings.Producers.ONE;
    this.capacity = ring.settings().capacity();
    this.longest = ring.settings().longestMessage();
    this.claim = new Claim(this, bytes);
    this.space = ring.futex(RingLayout.SPACE);
    try { // every access fails when another thread closes the ring
      if (waiting == WaitStrategy.SLEEP) {
        INT.setVolatile(bytes, RingLayout.SLEEPERS, 1);
      }
      tail = alone ? seat.behindLastRecord() : (long) LONG.getAcquire(bytes, RingLayout.TAIL);
      limit = tail;
      seat.unlock();
    } catch (UnixException | RuntimeException e) {
      seat.abandon();
      throw e;
    }
  }

  /// Claims room for a message, without waiting.
  ///
  /// @param length bytes, 0 to [RingSettings#longestMessage()]
  /// @return the claim, or why there is none; it is the same object each time
  /// @throws IllegalArgumentException if the length is not within the limits
  /// @throws IllegalStateException if the last claim is open
  /// @throws UnixException with EBADMSG if a peer has written nonsense into the ring, or EBADF if
  ///   this producer is closed
  public Claim claim(int length) throws UnixException {
    if (length < 0 || length > longest) {
      throw new IllegalArgumentException(
          "a message of " + length + " bytes; the ring takes 0 to " + longest);
    }
    if (claimed != NOTHING) {
      throw new IllegalStateException("the last claim is still open");
    }
    if (!isOpen()) {
      return claim.refuse(whyNotOpen());
    }
    if (alone) {
      claimAt(tail, length);
    } else if (seat.tryLock() || seat.lock(Seat.LOCK_PATIENCE)) {
      try {
        claimAt((long) LONG.getAcquire(bytes, RingLayout.TAIL), length);
      } finally {
        seat.unlock();
      }
    } else {
      heldUp = true;
      return claim.refuse(Offer.BACK_PRESSURED);
    }
    return claimed == NOTHING ? claim.refuse(whyNoRoom()) : claim;
  }

  /// Tells whether somebody is present and nobody has finished the ring, which is one word.
  private boolean isOpen() throws UnixException {
    if (closed) {
      throw ring.closed();
    }
    var word = (long) LONG.getOpaque(bytes, RingLayout.PRESENT);
    return word != 0 && word >>> Integer.SIZE == 0;
  }

  private Offer whyNotOpen() {
    return ring.isFinished() ? Offer.CLOSED : Offer.NOBODY_THERE;
  }

  /// The order of the stores is what makes this survive its death: see the design document.
  private void claimAt(long position, int length) throws UnixException {
    if ((position & (RingLayout.ALIGNMENT - 1)) != 0) {
      throw ring.broken(position, "is where the next record should be");
    }
    var need = RingLayout.recordBytes(length);
    var rest = capacity - (int) (position & (capacity - 1));
    var skipped = need > rest ? rest : 0; // a record is never in two pieces
    var all = skipped + need;
    if (!hasRoom(position, all)) {
      limit = askConsumers(position);
      if (!hasRoom(position, all)) {
        return;
      }
    }
    LONG.set(bytes, ring.place(position + all), 0L);
    if (!alone) {
      INT.set(bytes, seat.at + RingLayout.CLAIMED, all);
      LONG.setRelease(bytes, seat.at + RingLayout.CLAIM, position);
      LONG.setRelease(bytes, RingLayout.TAIL, position + all);
    }
    tail = position + all;
    claimed = ring.place(position);
    skippedBytes = skipped;
    claimedBytes = all;
    claim.open(ring.place(position + skipped) + RingLayout.HEADER, length);
  }

  /// A tail that a peer has set back has more room than there is.
  private boolean hasRoom(long position, int all) {
    var room = limit - position;
    return room >= all + RingLayout.HEADER && room <= capacity;
  }

  /// Returns the position up to which the slowest consumer leaves room.
  private long askConsumers(long position) throws UnixException {
    VarHandle.fullFence(); // who comes now sees our tail, or we see who comes
    var unread = 0L;
    for (var bits = seat.present(); bits != 0; bits &= bits - 1) {
      var head = (long) LONG.getAcquire(bytes, Seat.head(Integer.numberOfTrailingZeros(bits)));
      if (position - head < 0 || position - head > capacity) {
        throw ring.broken(position, "is too far from a consumer at " + head);
      }
      unread = Math.max(unread, position - head);
    }
    return position - unread + capacity;
  }

  /// Because somebody is dead?
  private Offer whyNoRoom() throws UnixException {
    var now = System.nanoTime();
    if (now - lastLook > Seat.PATIENCE) {
      lastLook = now;
      seat.evictConsumers();
    }
    return seat.present() == 0 ? Offer.NOBODY_THERE : Offer.BACK_PRESSURED;
  }

  /// Sends a message, without waiting.
  ///
  /// @param message copied into the ring
  /// @return what became of it
  /// @throws IllegalArgumentException if it is longer than [RingSettings#longestMessage()]
  /// @throws UnixException as [#claim]
  public Offer offer(MemorySegment message) throws UnixException {
    try {
      var length = (int) Math.min(Integer.MAX_VALUE, message.byteSize());
      return alone && length <= longest && claimed == NOTHING && isOpen() && fitsBehindTail(length)
          ? append(message, length)
          : copy(message, length);
    } catch (IllegalStateException e) {
      throw closedOr(e);
    }
  }

  /// Whether there is room without asking the consumers, and without skipping any.
  private boolean fitsBehindTail(int length) {
    var position = tail;
    var next = position + RingLayout.recordBytes(length);
    return limit - next >= RingLayout.HEADER && (position & -capacity) == ((next - 1) & -capacity);
  }

  /// The same as [#copy], for the only producer, without an object for the claim.
  private Offer append(MemorySegment message, int length) {
    var record = ring.place(tail);
    var next = tail + RingLayout.recordBytes(length);
    LONG.set(bytes, ring.place(next), 0L);
    MemorySegment.copy(message, 0, bytes, record + RingLayout.HEADER, length);
    LONG.setRelease(bytes, record, RingLayout.MESSAGE | length);
    tail = next;
    LONG.setRelease(bytes, RingLayout.TAIL, next);
    wakeSleepers();
    return Offer.SENT;
  }

  private Offer copy(MemorySegment message, int length) throws UnixException {
    if (claim(length).result() == Offer.SENT) {
      try {
        MemorySegment.copy(message, 0, bytes, claim.offset(), length);
        commit();
      } finally {
        abort(); // if copying failed
      }
    }
    return claim.result();
  }

  /// Sends a message, waiting for room.
  ///
  /// @param message copied into the ring
  /// @param deadline when to give up
  /// @return what became of it: [Offer#BACK_PRESSURED] if the deadline passed; if nobody is there
  ///   any more, the answer comes at once
  /// @throws IllegalArgumentException if it is longer than [RingSettings#longestMessage()]
  /// @throws UnixException as [#claim]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public Offer offer(MemorySegment message, Deadline deadline)
      throws UnixException, InterruptedException {
    try {
      return await(message, deadline);
    } catch (IllegalStateException e) {
      throw closedOr(e);
    }
  }

  private Offer await(MemorySegment message, Deadline deadline)
      throws UnixException, InterruptedException {
    for (var tries = 1; ; tries++) {
      var result = offer(message);
      if (result != Offer.BACK_PRESSURED) {
        return result;
      }
      if (waiting == WaitStrategy.SPIN) {
        Thread.onSpinWait();
        if (tries % SPINS != 0 && !heldUp && deadline != Deadline.NOW) {
          continue;
        }
        heldUp = false;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (deadline.hasPassed()) {
        return result;
      }
      if (waiting == WaitStrategy.SLEEP && (int) INT.getAndSet(bytes, RingLayout.SPACE, 1) == 1) {
        // Announced, then looked again, and still no room.
        var _ = space.await(1, deadline, sleep);
      }
    }
  }

  void requireClaim() {
    if (claimed == NOTHING) {
      throw new IllegalStateException("nothing is claimed");
    }
  }

  void commit() {
    requireClaim();
    var header = RingLayout.MESSAGE | claim.length();
    if (skippedBytes == 0) {
      LONG.setRelease(bytes, claimed, header);
    } else {
      LONG.set(bytes, claim.offset() - RingLayout.HEADER, header);
      LONG.setRelease(bytes, claimed, RingLayout.SKIP | skippedBytes);
    }
    finishClaim();
  }

  void abort() {
    if (claimed != NOTHING) {
      LONG.setRelease(bytes, claimed, RingLayout.SKIP | claimedBytes);
      finishClaim();
    }
  }

  private void finishClaim() {
    claimed = NOTHING;
    if (alone) {
      LONG.setRelease(bytes, RingLayout.TAIL, tail);
    } else {
      LONG.setRelease(bytes, seat.at + RingLayout.CLAIM, RingLayout.NO_CLAIM);
    }
    wakeSleepers();
  }

  private void wakeSleepers() {
    if ((int) INT.getOpaque(bytes, RingLayout.SLEEPERS) != 0) {
      wakeConsumers();
    }
  }

  /// The memory went away during an access, if another thread has closed the ring.
  private UnixException closedOr(IllegalStateException e) {
    if (closed) {
      return ring.closed();
    }
    throw e;
  }

  private void wakeConsumers() {
    VarHandle.fullFence(); // who is about to sleep sees the message, or we see who sleeps
    for (var bits = seat.present(); bits != 0; bits &= bits - 1) {
      var consumer = Seat.FIRST_CONSUMER + Integer.numberOfTrailingZeros(bits);
      ring.wake(RingLayout.seat(consumer) + RingLayout.WAITING);
    }
  }

  /// Gives up what is claimed and the place at the ring, and wakes the thread that waits in it,
  /// with EBADF. Closing again does nothing.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ring.forget(this);
    try {
      abort();
      ring.wake(RingLayout.SPACE);
    } finally {
      seat.close();
    }
  }

  @Override
  public String toString() {
    return "producer " + seat.number + " of " + ring;
  }
}
