package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.linkKeeping;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<sys/uio.h>`.
public final class SysUioH {
  /// Do not wait: a flag of the call, not of the descriptor.
  public static final int RWF_NOWAIT = 8;

  /// Where bytes are, and how many.
  public static final StructLayout IOVEC =
      structLayout(JAVA_LONG.withName("iov_base"), JAVA_LONG.withName("iov_len")).withName("iovec");

  /// Those who only use the layout do not wait for the linking.
  private static final class Transfer {
    private static final FunctionDescriptor TYPE =
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS);
    static final MethodHandle PREADV2 =
        linkKeeping("ssize_t preadv2(int, const struct iovec *, int, off_t, int)", TYPE);
    static final MethodHandle PWRITEV2 =
        linkKeeping("ssize_t pwritev2(int, const struct iovec *, int, off_t, int)", TYPE);
  }

  private SysUioH() {}

  /// `ssize_t preadv2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags)`
  ///
  /// Reads into several places. The C function has five parameters; the sixth is for the linker,
  /// which keeps the arena of a segment open only while the segment itself is an argument.
  ///
  /// @param fd the descriptor
  /// @param iov the places
  /// @param iovcnt how many places
  /// @param offset -1 for a stream
  /// @param flags `RWF_*`
  /// @param keep the segment that the places lie in
  /// @return bytes read, 0 at the end of the stream, or the negated errno
  public static long preadv2(
      int fd, MemorySegment iov, int iovcnt, long offset, int flags, MemorySegment keep) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (long) Transfer.PREADV2.invokeExact(cell, fd, iov, iovcnt, offset, flags, keep), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `ssize_t pwritev2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags)`
  ///
  /// Writes from several places; the sixth parameter is as in [#preadv2].
  ///
  /// @param fd the descriptor
  /// @param iov the places
  /// @param iovcnt how many places
  /// @param offset -1 for a stream
  /// @param flags `RWF_*`
  /// @param keep the segment that the places lie in
  /// @return bytes written, or the negated errno
  public static long pwritev2(
      int fd, MemorySegment iov, int iovcnt, long offset, int flags, MemorySegment keep) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (long) Transfer.PWRITEV2.invokeExact(cell, fd, iov, iovcnt, offset, flags, keep), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }
}
