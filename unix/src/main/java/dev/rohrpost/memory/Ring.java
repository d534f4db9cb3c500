package dev.rohrpost.memory;

import static dev.rohrpost.memory.RingLayout.INT;
import static dev.rohrpost.memory.RingLayout.LONG;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.libc.LinuxFutexH;
import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A channel of messages in shared memory, between threads of any processes.
///
/// A ring without a name lives on a sealed memfd and reaches others as a descriptor: nobody can
/// pull the memory away, so a peer can send nonsense but do no other harm. A ring with a name lives
/// in `/dev/shm`, where its owner can truncate it at any time, which may end the JVMs that use it:
/// use one only with peers that are trusted as this process is.
///
/// Producers and consumers may be killed at any instruction. A message that was claimed and not
/// committed is skipped when the consumer has waited for it for 100 ms and its producer is dead; a
/// producer that is only stopped is waited for. A message that a consumer was handling when it was
/// killed is handed to the next one once more; no other message is delivered twice or lost.
///
/// Who writes nonsense into a ring makes the others throw EBADMSG. What they have received may be
/// nonsense, too: check it, and copy first what must not change between the check and the use.
///
/// How it looks in memory is in `docs/design/0004-ring.md`, so that programs in other languages can
/// take part.
public final class Ring implements AutoCloseable {
  private static final Set<Seal> SEALS = Set.of(Seal.SHRINK, Seal.GROW, Seal.SEAL);

  private final String name;
  private final Fd fd;
  private final RingSettings settings;
  private final Mapping mapping;
  private final long mask;
  private final Queue<AutoCloseable> participants = new ConcurrentLinkedQueue<>();
  private volatile boolean closing;

  private Ring(String name, Fd fd, RingSettings settings) throws UnixException {
    this.name = name;
    this.fd = fd;
    this.settings = settings;
    this.mask = settings.capacity() - 1L;
    this.mapping = Mapping.of(fd, RingLayout.fileSize(settings), Access.READ_WRITE);
  }

  /// What a ring looked like.
  ///
  /// @param settings how it was made
  /// @param used bytes that are claimed, committed or not, and not read by everybody
  /// @param producers how many there are, dead ones not counted
  /// @param consumers how many there are, dead ones not counted
  public record Status(RingSettings settings, long used, int producers, int consumers) {}

  /// Makes a ring without a name, on a sealed memfd.
  ///
  /// @param settings how to make it
  /// @return the ring; pass [#fd()] on to who is to use it
  /// @throws UnixException with ENOSPC or ENOMEM if there is not that much memory, or EMFILE
  public static Ring create(RingSettings settings) throws UnixException {
    var memfd = Memfd.create("rohrpost-ring", RingLayout.fileSize(settings));
    try {
      initialize(memfd.fd(), settings);
      memfd.seal(SEALS.toArray(Seal[]::new));
      return new Ring("ring on " + memfd, memfd.fd(), settings);
    } catch (UnixException e) {
      memfd.close();
      throw e;
    }
  }

  /// Takes over a ring that was inherited or received as a descriptor.
  ///
  /// @param fd a memfd, sealed against any change of its size and against more seals; closing the
  ///   ring closes it. If this fails, the descriptor stays the caller's, open as it was
  /// @return the ring
  /// @throws UnixException with EPERM if it is not sealed so, EINVAL if it is no memfd, ENODATA if
  ///   nobody has completed it, EPROTONOSUPPORT if it is of another version, EPROTO if it is no
  ///   ring
  public static Ring adopt(Fd fd) throws UnixException {
    var object = "ring on memfd " + fd;
    if (!Memfd.adopt(fd).seals().containsAll(SEALS)) {
      throw UnixException.of("ring", object + ", which lacks seals", Errno.EPERM);
    }
    return new Ring(object, fd, RingLayout.check(fd, object));
  }

  /// Makes a ring with a name that only this user may open.
  ///
  /// @param name a slash, and what is no slash: `/jobs`
  /// @param settings how to make it
  /// @return the ring; the caller closes it, and removes it some day with [SharedMemory#remove]
  /// @throws UnixException as [#create(String, RingSettings, Creation, FileMode)]
  public static Ring create(String name, RingSettings settings) throws UnixException {
    return create(name, settings, Creation.MUST_BE_NEW, FileMode.OWNER_ONLY);
  }

  /// Opens a ring with a name that is there.
  ///
  /// @param name as in `/jobs`
  /// @return the ring
  /// @throws UnixException with ENOENT if there is none, or as [#create(String, RingSettings,
  ///   Creation, FileMode)], but not EEXIST
  public static Ring open(String name) throws UnixException {
    var file = ShmPlace.of(name).open(Access.READ_WRITE, Trust.OWN);
    try {
      var object = "ring " + name;
      return new Ring(object, file, RingLayout.check(file, object));
    } catch (UnixException e) {
      file.close();
      throw e;
    }
  }

  /// Makes a ring with a name, or opens what is there.
  ///
  /// A new one appears under its name when it is complete, or not at all. What a foreign program
  /// has left incomplete is replaced, unless it still works on it.
  ///
  /// @param name a slash, and what is no slash: `/jobs`
  /// @param settings how to make a new one; one that is there keeps its own
  /// @param creation whether it may be there
  /// @param mode who may open a new one, as in `0660`, without what the umask of this process takes
  ///   away
  /// @return the ring; the caller closes it
  /// @throws UnixException with EEXIST if the name is taken, ENOSPC if `/dev/shm` is full, EACCES
  ///   if it belongs to another user than this one or root, EINVAL or ENAMETOOLONG if it is no
  ///   name, ENODATA if nobody has completed it, EPROTONOSUPPORT if it is of another version,
  ///   EPROTO if it is no ring, or EMFILE
  public static Ring create(String name, RingSettings settings, Creation creation, FileMode mode)
      throws UnixException {
    var place = ShmPlace.of(name);
    while (true) {
      if (creation != Creation.MUST_BE_NEW) {
        try {
          return open(name);
        } catch (UnixException e) {
          var again = e.is(Errno.ENOENT) || (e.is(Errno.ENODATA) && isAbandoned(place));
          if (!again) {
            throw e;
          }
        }
      }
      var file = place.make(RingLayout.fileSize(settings), mode);
      try {
        initialize(file, settings);
        if (place.publish(file)) {
          return new Ring("ring " + name, file, settings);
        }
        file.close();
      } catch (UnixException e) {
        file.close();
        throw e;
      }
      if (creation == Creation.MUST_BE_NEW) {
        throw place.taken();
      }
    }
  }

  /// Removes a ring that nobody has completed, unless somebody still works on it: then it has the
  /// lock on the first byte.
  private static boolean isAbandoned(ShmPlace place) throws UnixException {
    try (var file = place.open(Access.READ_WRITE, Trust.OWN)) {
      if (!Locks.take(file, 0)) {
        return false;
      }
      if (place.leadsTo(file)) {
        place.remove();
      }
      return true;
    } catch (UnixException.NotFound e) {
      return true;
    }
  }

  private static void initialize(Fd file, RingSettings settings) throws UnixException {
    try (var memory = Mapping.of(file, RingLayout.fileSize(settings), Access.READ_WRITE)) {
      RingLayout.init(memory.bytes(), settings);
    }
  }

  /// Takes a place from which to send.
  ///
  /// @param waiting what to do while there is no room
  /// @return the producer, for one thread at a time; the caller closes it
  /// @throws UnixException with EBUSY if there are as many as may be, ETIMEDOUT if somebody was
  ///   stopped while it held the lock of the ring and has kept it for five seconds, EBADMSG if a
  ///   peer has written nonsense into the ring, EBADF if this ring is or gets closed, or EMFILE
  public Producer producer(WaitStrategy waiting) throws UnixException {
    var many = settings.producers() == RingSettings.Producers.MANY;
    try {
      var seat = Seat.takeAndLock(this, 1, many ? RingLayout.SEATS : 1);
      return keep(new Producer(this, seat, waiting));
    } catch (IllegalStateException e) {
      throw closedOr(e);
    }
  }

  /// Takes a place at which to receive.
  ///
  /// @param waiting what to do while there is no message
  /// @return the consumer, for one thread at a time; the caller closes it
  /// @throws UnixException as [#producer]
  public Consumer consumer(WaitStrategy waiting) throws UnixException {
    var each = settings.consumers() == RingSettings.Consumers.EACH;
    try {
      var seat = Seat.takeAndLock(this, Seat.FIRST_CONSUMER, each ? RingLayout.SEATS : 1);
      return keep(new Consumer(this, seat, waiting));
    } catch (IllegalStateException e) {
      throw closedOr(e);
    }
  }

  /// A participant that comes while another thread closes the ring must not stay.
  private <T extends AutoCloseable> T keep(T participant) throws UnixException {
    participants.add(participant);
    if (closing) {
      close(participant);
      throw closed();
    }
    return participant;
  }

  /// Says that no message will follow: offers are refused from now on, by everybody, and consumers
  /// see the end when they have received what is there.
  public void finish() {
    INT.setVolatile(bytes(), RingLayout.FINISHED, 1);
    for (var seat = Seat.FIRST_CONSUMER; seat < Seat.FIRST_CONSUMER + RingLayout.SEATS; seat++) {
      wake(RingLayout.seat(seat) + RingLayout.WAITING);
    }
    wake(RingLayout.SPACE);
  }

  /// {@return whether somebody has called [#finish()]}
  public boolean isFinished() {
    return (int) INT.getAcquire(bytes(), RingLayout.FINISHED) != 0;
  }

  /// Looks who is there.
  ///
  /// @return as it is now
  /// @throws UnixException with EBADF if this ring is closed, or EBADMSG if a peer has written
  ///   nonsense into it
  public Status status() throws UnixException {
    var tail = (long) LONG.getAcquire(bytes(), RingLayout.TAIL);
    var present = (int) INT.getAcquire(bytes(), RingLayout.PRESENT);
    var used = 0L;
    var producers = 0;
    var consumers = 0;
    for (var i = 0; i < RingLayout.SEATS; i++) {
      if (Locks.isTaken(fd, RingLayout.seat(1 + i))) {
        producers++;
      }
      // Who has a seat may still be on the way to it, and is sent nothing.
      var there =
          (present >>> i & 1) == 1 && Locks.isTaken(fd, RingLayout.seat(Seat.FIRST_CONSUMER + i));
      if (there) {
        consumers++;
      }
      if (there || (i == 0 && settings.consumers() == RingSettings.Consumers.ONE)) {
        used = Math.max(used, tail - (long) LONG.getAcquire(bytes(), Seat.head(i)));
      }
    }
    if (used > settings.capacity()) {
      throw broken(tail, "is " + used + " bytes from a consumer");
    }
    return new Status(settings, used, producers, consumers);
  }

  /// Wakes who sleeps on a word, which says so itself.
  void wake(long word) {
    if ((int) INT.getOpaque(bytes(), word) != 0 && INT.compareAndSet(bytes(), word, 1, 0)) {
      wakeAll(word);
    }
  }

  /// Wakes who sleeps on a word, whatever it says: who should have done that may have died after it
  /// had changed the word.
  void rouse(long word) {
    INT.setVolatile(bytes(), word, 0);
    wakeAll(word);
  }

  /// Should the memory be unmapped in this moment, the kernel answers EFAULT.
  private void wakeAll(long word) {
    var _ =
        LinuxFutexH.futex(bytes().address() + word, LinuxFutexH.FUTEX_WAKE, Integer.MAX_VALUE, 0);
  }

  /// Where the record of a position is.
  long place(long position) {
    return RingLayout.DATA + (position & mask);
  }

  UnixException broken(long position, String what) {
    return UnixException.of(
        "ring", name + ", where position " + position + " " + what, Errno.EBADMSG);
  }

  /// The memory went away during an access, if another thread has closed the ring.
  UnixException closedOr(IllegalStateException e) {
    if (mapping.isClosed()) {
      return closed();
    }
    throw e;
  }

  UnixException closed() {
    return UnixException.of("ring", name + " (closed)", Errno.EBADF);
  }

  MemorySegment bytes() {
    return mapping.bytes();
  }

  Futex futex(long word) {
    return mapping.futex(word);
  }

  void forget(AutoCloseable participant) {
    participants.remove(participant);
  }

  /// {@return how it was made}
  public RingSettings settings() {
    return settings;
  }

  /// {@return the descriptor, which this ring keeps} For passing on, if the ring has no name.
  public Fd fd() {
    return fd;
  }

  /// Closes the producers and consumers that this object has made, waking the threads that wait in
  /// them, each with EBADF, and takes the memory out of the address space. The ring lives on as
  /// long as somebody else has it, or it has a name.
  @Override
  public void close() {
    closing = true;
    participants.forEach(Ring::close);
    mapping.close();
    fd.close();
  }

  private static void close(AutoCloseable participant) {
    switch (participant) {
      case Producer producer -> producer.close();
      case Consumer consumer -> consumer.close();
      default -> throw new AssertionError(participant);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
