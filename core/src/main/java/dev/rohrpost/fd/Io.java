package dev.rohrpost.fd;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.structLayout;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysUioH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/// Reading and writing, as the package comment says.
final class Io {
  /// The answer of a transfer whose deadline passed.
  static final long TIMED_OUT = -1;

  private static final long EINTR = -Errno.EINTR.number();
  private static final long EAGAIN = -Errno.EAGAIN.number();
  private static final long CURRENT_OFFSET = -1;

  /// What the system calls of one transfer need.
  static final StructLayout SCRATCH =
      structLayout(
          SysUioH.IOVEC.withName("iovec"),
          PollH.POLLFD.withName("pollfd"),
          MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_LONG).withName("timespec"));

  private static final long POLLFD_AT = SCRATCH.byteOffset(groupElement("pollfd"));
  private static final long TIMESPEC_AT = SCRATCH.byteOffset(groupElement("timespec"));

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
      Waiting waiting = () -> poll(blocker, number, direction.events, deadline);
      return trying(direction, fd, number, blocker.scratch, bytes, waiting);
    } finally {
      blocker.leave(fd);
    }
  }

  private static long parking(Direction direction, Fd fd, MemorySegment bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    var number = fd.enter();
    try (var arena = Arena.ofConfined()) {
      Blocker.check(fd);
      Waiting waiting = () -> Poller.of(fd).await(number, direction.events, deadline);
      return trying(direction, fd, number, arena.allocate(SCRATCH), bytes, waiting);
    } finally {
      Poller.passOn(fd);
      fd.leave();
    }
  }

  /// Waits until a try is worth while; answers false if the deadline passed.
  private interface Waiting {
    boolean await() throws UnixException, InterruptedException;
  }

  private static long trying(
      Direction direction,
      Fd fd,
      int number,
      MemorySegment scratch,
      MemorySegment bytes,
      Waiting waiting)
      throws UnixException, InterruptedException {
    var nonBlocking = NonBlocking.of(fd, number);
    while (true) {
      var way = nonBlocking.way(direction);
      while (way == NonBlocking.Way.WHEN_READY && !isReady(scratch, number, direction.events)) {
        if (!waiting.await()) {
          return TIMED_OUT;
        }
      }
      var count = nonBlocking.attempt(way, direction, scratch, bytes);
      if (count >= 0) {
        return count;
      }
      if (count == EAGAIN) {
        if (!waiting.await()) {
          return TIMED_OUT;
        }
      } else if (count == EINTR) {
        Blocker.check(fd);
      } else if (!nonBlocking.tryOtherwise(way, direction, count)) {
        throw direction.failure(count, fd);
      }
    }
  }

  /// Asks whether a descriptor is ready, without waiting.
  static boolean isReady(MemorySegment scratch, int number, int events) throws UnixException {
    var ready = poll(scratch, number, events, Deadline.NOW);
    if (ready < 0 && ready != EINTR) {
      throw UnixException.of("ppoll", "fd " + number, new Errno(-ready));
    }
    return ready > 0;
  }

  /// Waits in ppoll(2) for a descriptor that the current platform thread has entered.
  ///
  /// @return false if the deadline passed
  static boolean poll(Blocker blocker, int number, int events, Deadline deadline)
      throws UnixException, InterruptedException {
    while (true) {
      var ready = poll(blocker.scratch, number, events, deadline);
      if (ready >= 0) {
        return ready > 0;
      }
      if (ready != EINTR) {
        throw UnixException.of("ppoll", "fd " + number, new Errno(-ready));
      }
      blocker.check();
    }
  }

  private static int poll(MemorySegment scratch, int number, int events, Deadline deadline) {
    var pollfd = scratch.asSlice(POLLFD_AT, PollH.POLLFD.byteSize());
    pollfd.set(ValueLayout.JAVA_INT, 0, number);
    pollfd.set(ValueLayout.JAVA_SHORT, 4, (short) events);
    return PollH.ppoll(pollfd, 1, timeout(scratch, deadline), MemorySegment.NULL);
  }

  private static MemorySegment timeout(MemorySegment scratch, Deadline deadline) {
    if (deadline == Deadline.NEVER) {
      return MemorySegment.NULL;
    }
    var timespec = scratch.asSlice(TIMESPEC_AT, 16);
    var nanos = deadline.remainingNanos();
    timespec.set(ValueLayout.JAVA_LONG, 0, nanos / TimeUnit.SECONDS.toNanos(1));
    timespec.set(ValueLayout.JAVA_LONG, 8, nanos % TimeUnit.SECONDS.toNanos(1));
    return timespec;
  }
}
