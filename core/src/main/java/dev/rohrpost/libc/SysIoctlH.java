package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<sys/ioctl.h>`.
public final class SysIoctlH {
  /// Ask how many bytes are there to be read.
  public static final int FIONREAD = 0x541b;

  private static final MethodHandle IOCTL =
      link(
          "int ioctl(int, unsigned long, ...)",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));

  private SysIoctlH() {}

  /// `int ioctl(int fd, unsigned long op, void *argp)`
  ///
  /// One operation of many on a device.
  ///
  /// @param fd the descriptor
  /// @param op such as `FIONREAD`
  /// @param argp what the operation takes
  /// @return what the operation answers, or the negated errno
  public static int ioctl(int fd, long op, MemorySegment argp) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno((int) IOCTL.invokeExact(cell, fd, op, argp), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }
}
