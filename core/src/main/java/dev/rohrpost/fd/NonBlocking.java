package dev.rohrpost.fd;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// How to try a transfer on one descriptor without being blocked by it, and without `O_NONBLOCK` on
/// its open file description.
final class NonBlocking {
  /// Which way it is done.
  enum Way {
    /// With `RWF_NOWAIT`, a flag of the call: pipes, sockets.
    FLAG,
    /// Through a second open file description, which is nobody else's and may have `O_NONBLOCK`:
    /// FIFOs, for which the kernel knows no `RWF_NOWAIT`.
    TWIN,
    /// Directly: files and disks make a caller wait, but never for another process.
    DIRECTLY,
    /// Directly, when it is ready: terminals and other devices. Another reader may be faster, and
    /// then the call blocks after all.
    WHEN_READY
  }

  private static final int NO_TWIN = -1;

  /// A pipe that is ready for writing has room for this much (`<limits.h>`).
  private static final long PIPE_BUF = 4096;

  private final int number;

  /// Eventfds know the flag for reading only.
  private volatile Way toRead;

  private volatile Way toWrite;
  private volatile int twin = NO_TWIN;

  private NonBlocking(int number, Way way) {
    this.number = number;
    toRead = way;
    toWrite = way;
  }

  /// Returns the way for a descriptor that the caller has borrowed.
  static NonBlocking of(Fd fd, int number) throws UnixException {
    var known = fd.nonBlocking;
    if (known == null) {
      synchronized (fd) {
        known = fd.nonBlocking;
        if (known == null) {
          known = new NonBlocking(number, firstWay(FdKind.of(number)));
          fd.nonBlocking = known;
        }
      }
    }
    return known;
  }

  private static Way firstWay(FdKind kind) {
    return switch (kind) {
      case FILE, DIRECTORY, BLOCK_DEVICE -> Way.DIRECTLY;
      default -> Way.FLAG;
    };
  }

  /// Transfers what can be transferred now.
  ///
  /// @param scratch an [Io#SCRATCH]
  /// @return the number of bytes, or the negated errno; EAGAIN if nothing can be
  long attempt(Io.Direction direction, MemorySegment scratch, MemorySegment bytes)
      throws UnixException {
    while (true) {
      var way = direction == Io.Direction.READ ? toRead : toWrite;
      if (way == Way.WHEN_READY && !Io.isReady(scratch, number, direction.events())) {
        return -Errno.EAGAIN.number();
      }
      var result = attempt(way, direction, scratch, bytes);
      if (result >= 0 || !tryOtherwise(way, direction, result)) {
        return result;
      }
    }
  }

  private long attempt(
      Way way, Io.Direction direction, MemorySegment scratch, MemorySegment bytes) {
    return switch (way) {
      case FLAG -> direction.withFlag(number, scratch, bytes);
      case TWIN -> direction.block(twin, bytes, bytes.byteSize());
      case DIRECTLY -> direction.block(number, bytes, bytes.byteSize());
      case WHEN_READY -> {
        var step = oneStep(direction, bytes);
        yield direction.block(number, step, step.byteSize());
      }
    };
  }

  /// The part of a transfer that does not block once the descriptor is ready.
  private static MemorySegment oneStep(Io.Direction direction, MemorySegment bytes) {
    return direction == Io.Direction.READ || bytes.byteSize() <= PIPE_BUF
        ? bytes
        : bytes.asSlice(0, PIPE_BUF);
  }

  /// Takes another way if an attempt was refused for the way it was made.
  ///
  /// @param used the way that was taken
  /// @param direction which way the bytes go
  /// @param result its answer
  /// @return whether to try again
  private boolean tryOtherwise(Way used, Io.Direction direction, long result) throws UnixException {
    if (used != Way.FLAG
        || (result != -Errno.EOPNOTSUPP.number() && result != -Errno.ENOSYS.number())) {
      return false;
    }
    synchronized (this) {
      if (twin == NO_TWIN && FdKind.of(number) == FdKind.FIFO) {
        twin = openTwin();
      }
      var other = twin != NO_TWIN ? Way.TWIN : isOpenFor(direction) ? Way.WHEN_READY : Way.DIRECTLY;
      if (direction == Io.Direction.READ) {
        toRead = other;
      } else {
        toWrite = other;
      }
    }
    return true;
  }

  /// What is not open for a direction is never ready for it; the kernel refuses it at once.
  private boolean isOpenFor(Io.Direction direction) throws UnixException {
    var access = FcntlH.fcntl(number, FcntlH.F_GETFL, 0) & FcntlH.O_ACCMODE;
    return access != (direction == Io.Direction.READ ? FcntlH.O_WRONLY : FcntlH.O_RDONLY);
  }

  private int openTwin() throws UnixException {
    var flags = FcntlH.fcntl(number, FcntlH.F_GETFL, 0) & (FcntlH.O_ACCMODE | FcntlH.O_DIRECT);
    try (var arena = Arena.ofConfined()) {
      var path = arena.allocateFrom("/proc/self/fd/" + number);
      var opened = FcntlH.open(path, flags | FcntlH.O_NONBLOCK | FcntlH.O_CLOEXEC, 0);
      return opened < 0 ? NO_TWIN : opened; // EACCES, no /proc, nobody reads any more
    }
  }

  void close() {
    if (twin != NO_TWIN) {
      var _ = UnistdH.close(twin);
    }
  }
}
