package dev.rohrpost.libc;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/// What this library uses of `<sys/prctl.h>`.
public final class SysPrctlH {
  /// Adopt the orphans among the descendants.
  public static final int PR_SET_CHILD_SUBREAPER = 36;

  /// Ask whether they are adopted.
  public static final int PR_GET_CHILD_SUBREAPER = 37;

  private SysPrctlH() {}

  /// `int prctl(PR_SET_CHILD_SUBREAPER, long adopt)`
  ///
  /// @param adopt 1 or 0
  /// @throws UnixException never, but where a filter of system calls denies it
  public static void setChildSubreaper(int adopt) throws UnixException {
    check("PR_SET_CHILD_SUBREAPER", prctl(PR_SET_CHILD_SUBREAPER, adopt));
  }

  /// `int prctl(PR_GET_CHILD_SUBREAPER, int *adopts)`
  ///
  /// @return 1 or 0
  /// @throws UnixException never, but where a filter of system calls denies it
  public static int getChildSubreaper() throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var adopts = arena.allocate(ValueLayout.JAVA_INT);
      check("PR_GET_CHILD_SUBREAPER", prctl(PR_GET_CHILD_SUBREAPER, adopts.address()));
      return adopts.get(ValueLayout.JAVA_INT, 0);
    }
  }

  private static long prctl(int option, long argument) {
    return SysSyscallH.syscall(SysSyscallH.SYS_prctl, option, argument, 0, 0, 0);
  }

  private static void check(String option, long result) throws UnixException {
    if (result < 0) {
      throw UnixException.of("prctl", option, new Errno((int) -result));
    }
  }
}
