package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<poll.h>`.
public final class PollH {
  /// There is something to read.
  public static final int POLLIN = 1;

  /// There is room to write.
  public static final int POLLOUT = 4;

  /// The object is in error; for the write end of a pipe, nobody reads.
  public static final int POLLERR = 8;

  /// The other side is gone.
  public static final int POLLHUP = 16;

  /// The number is not open.
  public static final int POLLNVAL = 32;

  /// One descriptor and the events waited for and seen.
  public static final StructLayout POLLFD =
      structLayout(
              JAVA_INT.withName("fd"),
              JAVA_SHORT.withName("events"),
              JAVA_SHORT.withName("revents"))
          .withName("pollfd");

  /// Those who only use the layout and the numbers do not wait for the linking.
  private static final class Waiting {
    static final MethodHandle PPOLL =
        link(
            "int ppoll(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *)",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
  }

  private PollH() {}

  /// `int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *timeout, const sigset_t
  /// *sigmask)`
  ///
  /// Waits until a descriptor is ready.
  ///
  /// @param fds what to wait for
  /// @param nfds how many
  /// @param timeout a `timespec`, or NULL for no limit
  /// @param sigmask a `sigset_t`, or NULL
  /// @return how many are ready, 0 after the time-out, or the negated errno
  public static int ppoll(
      MemorySegment fds, long nfds, MemorySegment timeout, MemorySegment sigmask) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno((int) Waiting.PPOLL.invokeExact(cell, fds, nfds, timeout, sigmask), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }
}
