package dev.rohrpost.process;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.SysSyscallH;

/// Descriptors of processes: they stay with a process, whoever gets its number later.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
final class Pidfd {
  /// Signal the group that the process leads (`PIDFD_SIGNAL_PROCESS_GROUP`, since Linux 6.9).
  static final int TO_GROUP = 4;

  private Pidfd() {}

  /// Opens a descriptor of a process, closed when a program is executed.
  ///
  /// @throws UnixException with ESRCH, EMFILE, ENFILE, ENODEV or ENOMEM; ENOSYS before Linux 5.3
  static Fd open(int pid) throws UnixException {
    var number = SysSyscallH.syscall(SysSyscallH.SYS_pidfd_open, pid, 0, 0, 0, 0);
    if (number < 0) {
      throw UnixException.of("pidfd_open", "pid " + pid, new Errno((int) -number));
    }
    return Fd.own((int) number);
  }

  /// Opens a descriptor of this process.
  static Fd ofThisProcess() throws UnixException {
    return open(ThisProcess.number());
  }

  /// Sends a signal.
  ///
  /// @param pidfd the process
  /// @param signal its number; 0 only asks
  /// @param flags 0 or [#TO_GROUP]
  /// @return 0, or the negated errno
  static int send(int pidfd, int signal, int flags) {
    return (int) SysSyscallH.syscall(SysSyscallH.SYS_pidfd_send_signal, pidfd, signal, 0, flags, 0);
  }
}
