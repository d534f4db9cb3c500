package dev.rohrpost.libc;

import dev.rohrpost.Arch;

/// What this library uses of `<sys/syscall.h>`.
public final class SysSyscallH {
  /// The number of this thread.
  public static final int SYS_gettid = Arch.pick(186, 178);

  /// The number of this process.
  public static final int SYS_getpid = Arch.pick(39, 172);

  /// Waits for a change of a child.
  public static final int SYS_waitid = Arch.pick(247, 95);

  /// Asks and changes what belongs to this process.
  public static final int SYS_prctl = Arch.pick(157, 167);

  /// The real user of this thread.
  public static final int SYS_getuid = Arch.pick(102, 174);

  /// Queues a signal to a process with any siginfo.
  public static final int SYS_rt_sigqueueinfo = Arch.pick(129, 138);

  /// Queues a signal to a thread with any siginfo.
  public static final int SYS_rt_tgsigqueueinfo = Arch.pick(297, 240);

  /// Opens a descriptor of a process.
  public static final int SYS_pidfd_open = 434;

  /// Sends a signal through a pidfd.
  public static final int SYS_pidfd_send_signal = 424;

  /// Duplicates a descriptor of another process.
  public static final int SYS_pidfd_getfd = 438;

  /// Closes a range of descriptors.
  public static final int SYS_close_range = 436;

  private static final CFunction SYSCALL = CFunction.of("long syscall(long, ...)");

  private SysSyscallH() {}

  /// `long syscall(long number, ...)`
  ///
  /// For the system calls that not every C library wraps. Pointers go as addresses, so what they
  /// point to must stay reachable by other means.
  ///
  /// @param number `SYS_*`
  /// @param a the first argument
  /// @param b the second
  /// @param c the third
  /// @param d the fourth
  /// @param e the fifth
  /// @return what the call answers, or the negated errno
  public static long syscall(long number, long a, long b, long c, long d, long e) {
    return SYSCALL.callLong(number, a, b, c, d, e);
  }
}
