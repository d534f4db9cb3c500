package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.rohrpost.UnixException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<sys/eventfd.h>`.
public final class SysEventfdH {
  /// Each read takes one.
  public static final int EFD_SEMAPHORE = 1;

  /// Closed when a program is executed.
  public static final int EFD_CLOEXEC = 0x80000;

  private static final MethodHandle EVENTFD =
      link("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  private SysEventfdH() {}

  /// `int eventfd(unsigned int initval, int flags)`
  ///
  /// Makes a counter.
  ///
  /// @param initval where it begins
  /// @param flags `EFD_*`
  /// @return the descriptor
  /// @throws UnixException with EMFILE, ENFILE, ENODEV or ENOMEM
  public static int eventfd(int initval, int flags) throws UnixException {
    try {
      return (int) EVENTFD.invokeExact(initval, flags);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }
}
