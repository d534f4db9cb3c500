package dev.rohrpost.libc;

import dev.rohrpost.Arch;

/// What this library uses of `<linux/futex.h>`.
public final class LinuxFutexH {
  /// Sleep while a word has a value.
  public static final int FUTEX_WAIT = 0;

  /// Wake who sleeps on a word.
  public static final int FUTEX_WAKE = 1;

  /// In the word of a robust lock: its owner died.
  public static final int FUTEX_OWNER_DIED = 0x40000000;

  /// In the word of a robust lock: somebody waits.
  public static final int FUTEX_WAITERS = 0x80000000;

  private static final int SYS_FUTEX = Arch.pick(202, 98);

  private static final CFunction SYSCALL = CFunction.of("syscall");

  private LinuxFutexH() {}

  /// `long futex(uint32_t *uaddr, int op, uint32_t val, const struct timespec *timeout)`
  ///
  /// The memory goes as an address: it must stay mapped by other means.
  ///
  /// @param uaddr the word
  /// @param op `FUTEX_*`
  /// @param val for a wait the expected value, for a wake how many
  /// @param timeout for a wait, a time span on the monotonic clock; 0 for none
  /// @return how many were woken, 0 for a wait, or the negated errno
  public static int futex(long uaddr, int op, int val, long timeout) {
    return (int) SYSCALL.callLong(SYS_FUTEX, uaddr, op, val, timeout, 0);
  }
}
