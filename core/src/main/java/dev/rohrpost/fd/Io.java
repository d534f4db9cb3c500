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
  enum Direction implements Wait.Operation {
    READ(PollH.POLLIN),
    WRITE(PollH.POLLOUT);

    private final int events;

    Direction(int events) {
      this.events = events;
    }

    @Override
    public int events() {
      return events;
    }

    @Override
    public long block(int number, MemorySegment bytes, long size) {
      return this == READ ? UnistdH.read(number, bytes, size) : UnistdH.write(number, bytes, size);
    }

    /// See [NonBlocking], which knows other ways for what has no flag.
    @Override
    public long attempt(int number, MemorySegment bytes, long size) {
      throw new AssertionError("it depends on the descriptor");
    }

    /// The call that never blocks: the flag is of the call, not of the descriptor.
    long withFlag(int number, MemorySegment iovec, MemorySegment bytes) {
      iovec.set(ValueLayout.JAVA_LONG, 0, bytes.address());
      iovec.set(ValueLayout.JAVA_LONG, 8, bytes.byteSize());
      return this == READ
          ? SysUioH.preadv2(number, iovec, 1, CURRENT_OFFSET, SysUioH.RWF_NOWAIT, bytes)
          : SysUioH.pwritev2(number, iovec, 1, CURRENT_OFFSET, SysUioH.RWF_NOWAIT, bytes);
    }
  }

  private Io() {}

  /// Transfers some bytes, at least one.
  ///
  /// @return how many; 0 at the end of the stream; [#TIMED_OUT]
  static long transfer(Wait.Operation operation, Fd fd, MemorySegment bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    // Not by way of perform(): a call deeper, and what the JVM does not inline any more allocates.
    long result;
    try {
      result =
          deadline == Deadline.NEVER && !Thread.currentThread().isVirtual()
              ? blocking(operation, fd, bytes, bytes.byteSize())
              : performing(operation, fd, bytes, bytes.byteSize(), deadline);
    } catch (UnixException e) {
      throw Fd.during(operation.call(), e);
    }
    if (result == Wait.TIMED_OUT) {
      return TIMED_OUT;
    }
    if (result < 0) {
      throw failure(operation, result, fd);
    }
    return result;
  }

  private static UnixException failure(Wait.Operation operation, long result, Fd fd) {
    return UnixException.of(operation.call(), fd.toString(), new Errno((int) -result));
  }

  /// Does what [Wait#perform] says.
  static long perform(
      Wait.Operation operation, Fd fd, MemorySegment data, long argument, Deadline deadline)
      throws UnixException, InterruptedException {
    try {
      return performing(operation, fd, data, argument, deadline);
    } catch (UnixException e) {
      throw Fd.during(operation.call(), e);
    }
  }

  private static long performing(
      Wait.Operation operation, Fd fd, MemorySegment data, long argument, Deadline deadline)
      throws UnixException, InterruptedException {
    if (Thread.currentThread().isVirtual()) {
      return parking(operation, fd, data, argument, deadline);
    }
    return deadline == Deadline.NEVER
        ? blocking(operation, fd, data, argument)
        : polling(operation, fd, data, argument, deadline);
  }

  private static long blocking(Wait.Operation operation, Fd fd, MemorySegment data, long argument)
      throws UnixException, InterruptedException {
    var blocker = Blocker.current();
    var number = blocker.enter(fd);
    try {
      while (true) {
        var result = operation.block(number, data, argument);
        if (result == EAGAIN) { // somebody else has set O_NONBLOCK
          poll(blocker, number, operation.events(), Deadline.NEVER);
        } else if (result == EINTR) {
          blocker.check();
        } else {
          return result;
        }
      }
    } finally {
      blocker.leave(fd);
    }
  }

  private static long polling(
      Wait.Operation operation, Fd fd, MemorySegment data, long argument, Deadline deadline)
      throws UnixException, InterruptedException {
    var blocker = Blocker.current();
    var number = blocker.enter(fd);
    try {
      if (operation.returnsAtFirst() && !deadline.hasPassed()) {
        return alarmed(operation, blocker, number, data, argument, deadline);
      }
      if (!(operation instanceof Direction direction)) {
        return attempting(operation, blocker, number, data, argument, deadline);
      }
      var attempt = attempt(direction, fd, number, blocker.scratch, data);
      return trying(fd, attempt, () -> poll(blocker, number, operation.events(), deadline));
    } finally {
      blocker.leave(fd);
    }
  }

  /// Costs one system call, as without a deadline.
  private static long alarmed(
      Wait.Operation operation,
      Blocker blocker,
      int number,
      MemorySegment data,
      long argument,
      Deadline deadline)
      throws UnixException, InterruptedException {
    Alarms.set(blocker, deadline);
    try {
      while (true) {
        var result = operation.block(number, data, argument);
        if (result == EAGAIN) { // somebody else has set O_NONBLOCK
          if (!poll(blocker, number, operation.events(), deadline)) {
            return Wait.TIMED_OUT;
          }
        } else if (result == EINTR) {
          blocker.check();
          if (deadline.hasPassed()) {
            return Wait.TIMED_OUT;
          }
        } else {
          return result;
        }
      }
    } finally {
      blocker.alarm = Alarms.OFF;
    }
  }

  /// As [#trying], and allocates nothing.
  private static long attempting(
      Wait.Operation operation,
      Blocker blocker,
      int number,
      MemorySegment data,
      long argument,
      Deadline deadline)
      throws UnixException, InterruptedException {
    while (true) {
      var result = operation.attempt(number, data, argument);
      if (result == EAGAIN) {
        if (deadline == Deadline.NOW || !poll(blocker, number, operation.events(), deadline)) {
          return Wait.TIMED_OUT;
        }
      } else if (result == EINTR) {
        blocker.check();
      } else {
        return result;
      }
    }
  }

  private static long parking(
      Wait.Operation operation, Fd fd, MemorySegment data, long argument, Deadline deadline)
      throws UnixException, InterruptedException {
    var number = fd.enter();
    try {
      Blocker.check(fd);
      Waiting waiting = () -> Poller.of(fd).await(number, operation.events(), deadline);
      if (operation instanceof Direction direction) {
        try (var arena = Arena.ofConfined()) {
          var scratch = arena.allocate(SCRATCH);
          return trying(fd, attempt(direction, fd, number, scratch, data), waiting);
        }
      }
      return trying(fd, () -> operation.attempt(number, data, argument), waiting);
    } finally {
      Poller.passOn(fd);
      fd.leave();
    }
  }

  /// Makes a call that does not block; answers EAGAIN where it would have.
  private interface Attempt {
    long run() throws UnixException;
  }

  /// Reading and writing have several ways not to block; other operations say theirs themselves.
  private static Attempt attempt(
      Direction direction, Fd fd, int number, MemorySegment scratch, MemorySegment data)
      throws UnixException {
    var nonBlocking = NonBlocking.of(fd, number);
    return () -> nonBlocking.attempt(direction, scratch, data);
  }

  /// Waits until a try is worth while; answers false if the deadline passed.
  private interface Waiting {
    boolean await() throws UnixException, InterruptedException;
  }

  private static long trying(Fd fd, Attempt attempt, Waiting waiting)
      throws UnixException, InterruptedException {
    while (true) {
      var result = attempt.run();
      if (result == EAGAIN) {
        if (!waiting.await()) {
          return Wait.TIMED_OUT;
        }
      } else if (result == EINTR) {
        Blocker.check(fd);
      } else {
        return result;
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
    return deadline == Deadline.NEVER
        ? poll(scratch, number, events, MemorySegment.NULL)
        : poll(scratch, number, events, deadline.remainingNanos());
  }

  /// As above, once.
  ///
  /// @return how many descriptors are ready, 0 or 1, or the negated errno
  static int poll(MemorySegment scratch, int number, int events, long nanos) {
    return poll(scratch, number, events, timespec(scratch, nanos));
  }

  private static int poll(MemorySegment scratch, int number, int events, MemorySegment timeout) {
    var pollfd = scratch.asSlice(POLLFD_AT, PollH.POLLFD.byteSize());
    pollfd.set(ValueLayout.JAVA_INT, 0, number);
    pollfd.set(ValueLayout.JAVA_SHORT, 4, (short) events);
    return PollH.ppoll(pollfd, 1, timeout, MemorySegment.NULL);
  }

  private static MemorySegment timespec(MemorySegment scratch, long nanos) {
    var timespec = scratch.asSlice(TIMESPEC_AT, 16);
    timespec.set(ValueLayout.JAVA_LONG, 0, nanos / TimeUnit.SECONDS.toNanos(1));
    timespec.set(ValueLayout.JAVA_LONG, 8, nanos % TimeUnit.SECONDS.toNanos(1));
    return timespec;
  }
}
