package dev.rohrpost.fd;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysUioH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/// Reading and writing, in the three ways that the package comment lists.
final class Io {
  /// The answer of a transfer whose deadline passed.
  static final long TIMED_OUT = -1;

  private static final long EINTR = -Errno.EINTR.number();
  private static final long EAGAIN = -Errno.EAGAIN.number();
  private static final long CURRENT_OFFSET = -1;

  /// A pipe that is ready for writing has room for this much (`<limits.h>`).
  private static final long PIPE_BUF = 4096;

  private static final long POLLFD_AT = 16;
  private static final long TIMESPEC_AT = 32;

  /// Which way the bytes go.
  enum Direction {
    READ(PollH.POLLIN),
    WRITE(PollH.POLLOUT);

    final int events;

    Direction(int events) {
      this.events = events;
    }

    /// The call that may block.
    long call(int number, MemorySegment bytes) {
      return this == READ
          ? UnistdH.read(number, bytes, bytes.byteSize())
          : UnistdH.write(number, bytes, bytes.byteSize());
    }

    /// The call that never blocks: the flag is of the call, not of the descriptor.
    long attempt(int number, MemorySegment iovec, MemorySegment bytes) {
      iovec.set(ValueLayout.JAVA_LONG, 0, bytes.address());
      iovec.set(ValueLayout.JAVA_LONG, 8, bytes.byteSize());
      return this == READ
          ? SysUioH.preadv2(number, iovec, 1, CURRENT_OFFSET, SysUioH.RWF_NOWAIT, bytes)
          : SysUioH.pwritev2(number, iovec, 1, CURRENT_OFFSET, SysUioH.RWF_NOWAIT, bytes);
    }

    /// The part of a transfer that does not block once the descriptor is ready.
    MemorySegment oneStep(MemorySegment bytes) {
      return this == READ || bytes.byteSize() <= PIPE_BUF ? bytes : bytes.asSlice(0, PIPE_BUF);
    }

    UnixException failure(long result, Fd fd) {
      var call = this == READ ? "read" : "write";
      return UnixException.of(call, fd.toString(), new Errno((int) -result));
    }
  }

  private Io() {}

  /// Transfers some bytes, at least one.
  ///
  /// @return how many; 0 at the end of the stream; [#TIMED_OUT]
  static long transfer(Direction direction, Fd fd, MemorySegment bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    if (Thread.currentThread().isVirtual()) {
      return parking(direction, fd, bytes, deadline);
    }
    return deadline == Deadline.NEVER
        ? blocking(direction, fd, bytes)
        : polling(direction, fd, bytes, deadline);
  }

  private static long blocking(Direction direction, Fd fd, MemorySegment bytes)
      throws UnixException, InterruptedException {
    var blocker = Blocker.current();
    var number = blocker.enter(fd);
    try {
      while (true) {
        var count = direction.call(number, bytes);
        if (count >= 0) {
          return count;
        }
        if (count == EAGAIN) { // somebody else has set O_NONBLOCK
          poll(blocker, number, direction.events, Deadline.NEVER);
        } else if (count == EINTR) {
          blocker.check();
        } else {
          throw direction.failure(count, fd);
        }
      }
    } finally {
      blocker.leave(fd);
    }
  }

  private static long polling(Direction direction, Fd fd, MemorySegment bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    var blocker = Blocker.current();
    var number = blocker.enter(fd);
    try {
      Waiting waiting =
          () -> {
            if (fd.kind() == FdKind.FILE) {
              return Parked.Outcome.ALWAYS_READY;
            }
            return poll(blocker, number, direction.events, deadline)
                ? Parked.Outcome.READY
                : Parked.Outcome.TIMED_OUT;
          };
      return trying(direction, fd, number, blocker.scratch, bytes, waiting);
    } finally {
      blocker.leave(fd);
    }
  }

  private static long parking(Direction direction, Fd fd, MemorySegment bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    var number = fd.enter();
    try (var arena = Arena.ofConfined()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Waiting waiting = () -> Poller.of(fd).await(number, direction.events, deadline);
      return trying(direction, fd, number, arena.allocate(SysUioH.IOVEC), bytes, waiting);
    } finally {
      fd.leave();
    }
  }

  /// Waits until a try is worth while.
  private interface Waiting {
    Parked.Outcome await() throws UnixException, InterruptedException;
  }

  private static long trying(
      Direction direction,
      Fd fd,
      int number,
      MemorySegment iovec,
      MemorySegment bytes,
      Waiting waiting)
      throws UnixException, InterruptedException {
    while (true) {
      var count = direction.attempt(number, iovec, bytes);
      if (count >= 0) {
        return count;
      }
      var cannotTry = cannotTry(count);
      if (count == EAGAIN || cannotTry) {
        var outcome = waiting.await();
        if (outcome == Parked.Outcome.TIMED_OUT) {
          return TIMED_OUT;
        }
        if (cannotTry || outcome == Parked.Outcome.ALWAYS_READY) {
          count = direction.call(number, direction.oneStep(bytes));
          if (count >= 0) {
            return count;
          }
        }
      }
      if (count != EAGAIN && count != EINTR && !cannotTry) {
        throw direction.failure(count, fd);
      }
    }
  }

  /// Terminals and old kernels know no `RWF_NOWAIT`.
  private static boolean cannotTry(long count) {
    return count == -Errno.EOPNOTSUPP.number() || count == -Errno.ENOSYS.number();
  }

  /// Waits in ppoll(2) for a descriptor that the current platform thread has entered.
  ///
  /// @return false if the deadline passed
  static boolean poll(Blocker blocker, int number, int events, Deadline deadline)
      throws UnixException, InterruptedException {
    var pollfd = blocker.scratch.asSlice(POLLFD_AT, PollH.POLLFD.byteSize());
    pollfd.set(ValueLayout.JAVA_INT, 0, number);
    pollfd.set(ValueLayout.JAVA_SHORT, 4, (short) events);
    while (true) {
      var ready = PollH.ppoll(pollfd, 1, timeout(blocker, deadline), MemorySegment.NULL);
      if (ready >= 0) {
        return ready > 0;
      }
      if (ready != EINTR) {
        throw UnixException.of("ppoll", "fd " + number, new Errno(-ready));
      }
      blocker.check();
    }
  }

  private static MemorySegment timeout(Blocker blocker, Deadline deadline) {
    if (deadline == Deadline.NEVER) {
      return MemorySegment.NULL;
    }
    var timespec = blocker.scratch.asSlice(TIMESPEC_AT, 16);
    var nanos = deadline.remainingNanos();
    timespec.set(ValueLayout.JAVA_LONG, 0, nanos / TimeUnit.SECONDS.toNanos(1));
    timespec.set(ValueLayout.JAVA_LONG, 8, nanos % TimeUnit.SECONDS.toNanos(1));
    return timespec;
  }
}
