package dev.rohrpost.libc;

import dev.rohrpost.UnixException;

/// What this library uses of `<sched.h>`.
public final class SchedH {
  /// A network namespace.
  public static final int CLONE_NEWNET = 0x40000000;

  private static final CFunction SETNS = CFunction.of("int setns(int, int)");

  private SchedH() {}

  /// `int setns(int fd, int nstype)`
  ///
  /// Moves the calling thread into a namespace.
  ///
  /// @param fd of a file such as `/proc/1/ns/net`
  /// @param nstype which kind is expected, such as `CLONE_NEWNET`
  /// @throws UnixException with EBADF, EINVAL or EPERM
  public static void setns(int fd, int nstype) throws UnixException {
    var _ = SETNS.checked(SETNS.call(fd, nstype));
  }
}
