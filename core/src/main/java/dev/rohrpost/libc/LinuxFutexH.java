package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.Arch;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

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

  /// Not as a [CFunction]: rings wait and wake with it.
  private static final MethodHandle SYSCALL =
      link(
          "long syscall(long, ...)",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));

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
    var cell = Libc.cell();
    try {
      return (int)
          Libc.orErrno(
              (long) SYSCALL.invokeExact(cell, (long) SYS_FUTEX, uaddr, op, val, timeout), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }
}
