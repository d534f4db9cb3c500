package dev.rohrpost.libc;

import dev.rohrpost.UnixException;

/// What this library uses of `<sys/file.h>`.
public final class SysFileH {
  /// A lock that one holder has.
  public static final int LOCK_EX = 2;

  /// Do not wait.
  public static final int LOCK_NB = 4;

  private static final CFunction FLOCK = CFunction.of("int flock(int, int)");

  private SysFileH() {}

  /// `int flock(int fd, int op)`
  ///
  /// Locks a file or directory until the last descriptor of this opening is closed.
  ///
  /// @param fd the descriptor
  /// @param op `LOCK_*`
  /// @throws UnixException with EAGAIN if somebody has the lock, EBADF or ENOLCK
  public static void flock(int fd, int op) throws UnixException {
    var _ = FLOCK.checked(FLOCK.call(fd, op));
  }
}
