package dev.rohrpost.libc;

import java.lang.foreign.MemorySegment;

/// What this library uses of `<sys/wait.h>`.
public final class SysWaitH {
  /// Wait for any child.
  public static final int P_ALL = 0;

  /// Wait for the child of a number.
  public static final int P_PID = 1;

  /// Wait for the child of a pidfd.
  public static final int P_PIDFD = 3;

  /// Do not wait.
  public static final int WNOHANG = 1;

  /// Tell of a stop.
  public static final int WSTOPPED = 2;

  /// Tell of the end.
  public static final int WEXITED = 4;

  /// Tell when a stopped child goes on.
  public static final int WCONTINUED = 8;

  /// Leave what is told to be told again.
  public static final int WNOWAIT = 0x1000000;

  private SysWaitH() {}

  /// `int waitid(idtype_t which, id_t id, siginfo_t *info, int options, struct rusage *usage)`
  ///
  /// Waits for a change of a child. This is the system call, which tells the resources, too; the
  /// function of the C library does not.
  ///
  /// @param which `P_*`
  /// @param id a process or a pidfd
  /// @param info a `siginfo_t`; with `WNOHANG` its `si_pid` stays as it was where nothing is to
  ///   tell
  /// @param options `W*`
  /// @param usage a `rusage`, or NULL
  /// @return 0, or the negated errno: ECHILD, EINTR, EINVAL or EBADF
  public static int waitid(
      int which, int id, MemorySegment info, int options, MemorySegment usage) {
    return (int)
        SysSyscallH.syscall(
            SysSyscallH.SYS_waitid, which, id, info.address(), options, usage.address());
  }
}
