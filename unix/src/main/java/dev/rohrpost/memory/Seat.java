package dev.rohrpost.memory;

import static dev.rohrpost.memory.RingLayout.INT;
import static dev.rohrpost.memory.RingLayout.LONG;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A place at a ring that a producer or a consumer has taken, and what all do for each other.
///
/// A ticket is the number of a seat and a count of its owners, so that what a dead one has left is
/// not taken for its successor's. Whether the owner lives says [Locks].
///
/// The lock of a ring is held for some instructions only: by a producer of many while it claims,
/// and by whoever comes or tidies up. It names its holder, so the lock of a dead one is taken over.
final class Seat implements AutoCloseable {
  /// How long what a dead participant has left may hold up the others, once they look.
  static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);

  /// How long to wait for the lock: whoever has it is stopped or very slow.
  static final long LOCK_PATIENCE = TimeUnit.MILLISECONDS.toNanos(5);

  static final int FIRST_CONSUMER = RingLayout.SEATS + 1;

  private static final long JOIN_PATIENCE = TimeUnit.SECONDS.toNanos(5);
  private static final int SPINS = 500;
  private static final int MOST_IN_A_CLAIM = 2;
  private static final int GENERATIONS = 0xff_ffff;
  private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(50);

  final int number;
  final long at;
  final Ring ring;
  final MemorySegment bytes;

  private final int ticket;
  private final Fd own;

  private Seat(Ring ring, int number, Fd own) {
    this.ring = ring;
    this.bytes = ring.bytes();
    this.number = number;
    this.at = RingLayout.seat(number);
    this.own = own;
    var generation = ((int) INT.get(bytes, at + RingLayout.GENERATION) + 1) & GENERATIONS;
    this.ticket = (generation << 8) | number;
    INT.set(bytes, at + RingLayout.GENERATION, generation);
    INT.setVolatile(bytes, at + RingLayout.TICKET, ticket);
  }

  /// Takes a free seat and the lock of the ring, tidies up what the seat's last owner has left, and
  /// returns with the lock held.
  static Seat takeAndLock(Ring ring, int first, int count) throws UnixException {
    var own = Locks.open(ring.fd());
    try {
      for (var number = first; number < first + count; number++) {
        if (Locks.take(own, RingLayout.seat(number))) {
          return new Seat(ring, number, own).locked();
        }
      }
      var taken = count == 1 ? "has one already" : "has " + count + " of them";
      throw UnixException.of("ring", ring + ", which " + taken, Errno.EBUSY);
    } catch (UnixException | RuntimeException e) {
      own.close();
      throw e;
    }
  }

  private Seat locked() throws UnixException {
    if (!lock(JOIN_PATIENCE)) {
      throw UnixException.of("ring", ring + ", whose lock is held", Errno.ETIMEDOUT);
    }
    if (number < FIRST_CONSUMER) {
      settle(number);
    }
    return this;
  }

  boolean tryLock() {
    return INT.compareAndSet(bytes, RingLayout.LOCK, 0, ticket);
  }

  /// Takes the lock, from a dead holder too.
  boolean lock(long patience) throws UnixException {
    for (var i = 0; i < SPINS; i++) {
      if (tryLock()) {
        return true;
      }
      Thread.onSpinWait();
    }
    var end = System.nanoTime() + patience;
    do {
      var holder = (int) INT.getVolatile(bytes, RingLayout.LOCK);
      if (holder == 0 ? tryLock() : isDead(holder) && takeOver(holder)) {
        return true;
      }
      LockSupport.parkNanos(PAUSE);
    } while (System.nanoTime() - end < 0);
    return false;
  }

  /// The dead holder may have noted a claim that did not take effect any more.
  private boolean takeOver(int holder) {
    if (!INT.compareAndSet(bytes, RingLayout.LOCK, holder, ticket)) {
      return false;
    }
    var seat = holder & 0xff;
    if (seat >= 1 && seat < FIRST_CONSUMER) {
      var claim = RingLayout.seat(seat) + RingLayout.CLAIM;
      if ((long) LONG.getAcquire(bytes, claim) >= (long) LONG.getAcquire(bytes, RingLayout.TAIL)) {
        LONG.setRelease(bytes, claim, RingLayout.NO_CLAIM);
      }
    }
    return true;
  }

  void unlock() {
    INT.setRelease(bytes, RingLayout.LOCK, 0);
  }

  boolean isDead(int which) throws UnixException {
    var seat = which & 0xff;
    return seat < 1
        || seat >= FIRST_CONSUMER + RingLayout.SEATS
        || (int) INT.getAcquire(bytes, RingLayout.seat(seat) + RingLayout.TICKET) != which
        || !Locks.isTaken(ring.fd(), RingLayout.seat(seat));
  }

  /// With the lock held: what the last owner of a producer's seat has claimed and not committed is
  /// to be skipped. The numbers are what a peer has written: whatever they are, only a free word of
  /// the part that nobody has read is written to.
  void settle(int seat) throws UnixException {
    var place = RingLayout.seat(seat);
    var claim = (long) LONG.getAcquire(bytes, place + RingLayout.CLAIM);
    if (claim == RingLayout.NO_CLAIM) {
      return;
    }
    var claimed = (int) INT.get(bytes, place + RingLayout.CLAIMED);
    var tail = (long) LONG.getAcquire(bytes, RingLayout.TAIL);
    var behind = tail - claim;
    var sane =
        behind > 0
            && behind <= unread(tail)
            && claimed >= RingLayout.HEADER
            && claimed <= behind
            && ((claim | claimed) & (RingLayout.ALIGNMENT - 1)) == 0;
    var word = ring.place(claim);
    if (sane && (long) LONG.getAcquire(bytes, word) == 0) {
      LONG.setRelease(bytes, word, RingLayout.SKIP | claimed);
    }
    LONG.setRelease(bytes, place + RingLayout.CLAIM, RingLayout.NO_CLAIM);
  }

  /// With the lock held, where the only producer begins: behind the tail there may be what the last
  /// one has committed before it died, and not counted yet. That is one claim: a record, perhaps
  /// with a skipping word before it.
  long behindLastRecord() throws UnixException {
    var tail = (long) LONG.getAcquire(bytes, RingLayout.TAIL);
    if ((tail & (RingLayout.ALIGNMENT - 1)) == 0) {
      var position = tail;
      for (var records = 0; records <= MOST_IN_A_CLAIM; records++) {
        var word = (long) LONG.getAcquire(bytes, ring.place(position));
        if (word == 0 && position - tail <= RingLayout.longestClaim(ring.settings())) {
          LONG.setRelease(bytes, RingLayout.TAIL, position);
          return position;
        }
        position += RingLayout.span(word, ring.settings());
      }
    }
    throw ring.broken(tail, "is where the last record should end");
  }

  /// How much before the tail some consumer has not read yet, as far as a ring can hold it.
  private long unread(long tail) {
    var most = 0L;
    var present = present();
    if (ring.settings().consumers() == RingSettings.Consumers.ONE) {
      present = 1; // its position counts also while nobody is there
    }
    for (; present != 0; present &= present - 1) {
      var head = (long) LONG.getAcquire(bytes, head(Integer.numberOfTrailingZeros(present)));
      most = Math.max(most, tail - head);
    }
    return Math.min(most, ring.settings().capacity());
  }

  /// Where the position of a consumer is.
  static long head(int consumer) {
    return RingLayout.seat(FIRST_CONSUMER + consumer) + RingLayout.HEAD;
  }

  /// {@return one bit for each consumer}
  int present() {
    return (int) INT.getAcquire(bytes, RingLayout.PRESENT);
  }

  /// With the lock held.
  void setPresent(int bits) {
    INT.setVolatile(bytes, RingLayout.PRESENT, bits);
  }

  /// Takes away the consumers that are dead: nobody waits for them any more.
  void evictConsumers() throws UnixException {
    if (!lock(LOCK_PATIENCE)) {
      return;
    }
    try {
      for (var bits = present(); bits != 0; bits &= bits - 1) {
        var consumer = Integer.numberOfTrailingZeros(bits);
        var holder = RingLayout.seat(FIRST_CONSUMER + consumer) + RingLayout.TICKET;
        if (isDead((int) INT.getAcquire(bytes, holder))) {
          setPresent(present() & ~(1 << consumer));
        }
      }
    } finally {
      unlock();
    }
  }

  /// Looks who has claimed a position that is not committed, and has it skipped if that one is
  /// dead.
  ///
  /// @throws UnixException with EBADMSG if nobody has
  void recover(long position) throws UnixException {
    if (!lock(LOCK_PATIENCE)) {
      return;
    }
    try {
      for (var seat = 1; seat < FIRST_CONSUMER; seat++) {
        var place = RingLayout.seat(seat);
        if ((long) LONG.getAcquire(bytes, place + RingLayout.CLAIM) == position) {
          if (isDead((int) INT.getAcquire(bytes, place + RingLayout.TICKET))) {
            settle(seat);
          }
          return;
        }
      }
      if ((long) LONG.getAcquire(bytes, ring.place(position)) == 0) {
        throw ring.broken(position, "was claimed by nobody");
      }
    } finally {
      unlock();
    }
  }

  /// Gives up the lock and the place, because they are of no use.
  void abandon() {
    try {
      unlock();
    } finally {
      close();
    }
  }

  /// Also when the memory is gone, the kernel is told.
  @Override
  public void close() {
    try {
      INT.setRelease(bytes, at + RingLayout.TICKET, 0);
    } finally {
      own.close();
    }
  }
}
