package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What this library uses of `<sys/signalfd.h>`.
public final class SysSignalfdH {
  /// Closed when a program is executed.
  public static final int SFD_CLOEXEC = 0x80000;

  /// Reading does not wait.
  public static final int SFD_NONBLOCK = 0x800;

  /// A signal as it is read.
  public static final StructLayout SIGNALFD_SIGINFO =
      structLayout(
              JAVA_INT.withName("ssi_signo"),
              JAVA_INT.withName("ssi_errno"),
              JAVA_INT.withName("ssi_code"),
              JAVA_INT.withName("ssi_pid"),
              JAVA_INT.withName("ssi_uid"),
              JAVA_INT.withName("ssi_fd"),
              JAVA_INT.withName("ssi_tid"),
              JAVA_INT.withName("ssi_band"),
              JAVA_INT.withName("ssi_overrun"),
              JAVA_INT.withName("ssi_trapno"),
              JAVA_INT.withName("ssi_status"),
              JAVA_INT.withName("ssi_int"),
              JAVA_LONG.withName("ssi_ptr"),
              JAVA_LONG.withName("ssi_utime"),
              JAVA_LONG.withName("ssi_stime"),
              JAVA_LONG.withName("ssi_addr"),
              paddingLayout(48))
          .withName("signalfd_siginfo");

  private static final CFunction SIGNALFD =
      CFunction.of("int signalfd(int, const sigset_t *, int)");

  private SysSignalfdH() {}

  /// `int signalfd(int fd, const sigset_t *mask, int flags)`
  ///
  /// Makes a descriptor from which blocked signals are read, or changes which ones.
  ///
  /// @param fd -1, or an earlier one
  /// @param mask a `sigset_t`
  /// @param flags `SFD_*`
  /// @return the descriptor
  /// @throws UnixException with EBADF, EINVAL, EMFILE, ENFILE or ENOMEM
  public static int signalfd(int fd, MemorySegment mask, int flags) throws UnixException {
    return SIGNALFD.checked(SIGNALFD.call(fd, mask.address(), flags));
  }
}
