package dev.rohrpost.libc;

import dev.rohrpost.UnixException;

/// What this library uses of `<sys/eventfd.h>`.
public final class SysEventfdH {
  /// Each read takes one.
  public static final int EFD_SEMAPHORE = 1;

  /// Closed when a program is executed.
  public static final int EFD_CLOEXEC = 0x80000;

  private static final CFunction EVENTFD = CFunction.of("int eventfd(unsigned int, int)");

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
    return EVENTFD.checked(EVENTFD.call(initval, flags));
  }
}
