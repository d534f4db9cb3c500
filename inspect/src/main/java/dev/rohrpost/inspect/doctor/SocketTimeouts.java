package dev.rohrpost.inspect.doctor;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.AsmSocketH;
import dev.rohrpost.libc.NetinetInH;
import dev.rohrpost.libc.NetinetTcpH;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysSyscallH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Asks whether calls on a socket end by themselves after some time. Only the socket can tell, so a
/// copy of its descriptor is held for a moment; that changes nothing for its users.
final class SocketTimeouts {
  private static final int TIMEVAL_BYTES = 16;

  /// Tells whether a socket of a process has a timeout; true also where that cannot be found out.
  ///
  /// @param isTcp whether it is one of TCP, which has another one, for the whole connection
  boolean has(int pid, int fd, boolean isTcp) {
    var process = SysSyscallH.syscall(SysSyscallH.SYS_pidfd_open, pid, 0, 0, 0, 0);
    if (process < 0) {
      return true;
    }
    try (var pidfd = Fd.own((int) process)) {
      return pidfd.borrow(number -> copyHas(number, fd, isTcp));
    } catch (UnixException _) {
      return true;
    }
  }

  private static boolean copyHas(int pidfd, int fd, boolean isTcp) throws UnixException {
    var copy = SysSyscallH.syscall(SysSyscallH.SYS_pidfd_getfd, pidfd, fd, 0, 0, 0);
    if (copy < 0) {
      return true;
    }
    try (var socket = Fd.own((int) copy);
        var arena = Arena.ofConfined()) {
      return socket.borrow(number ->
          isSet(number, AsmSocketH.SOL_SOCKET, AsmSocketH.SO_RCVTIMEO, arena)
              || isSet(number, AsmSocketH.SOL_SOCKET, AsmSocketH.SO_SNDTIMEO, arena)
              || (isTcp
                  && isSet(number, NetinetInH.IPPROTO_TCP, NetinetTcpH.TCP_USER_TIMEOUT, arena)));
    }
  }

  private static boolean isSet(int socket, int level, int option, Arena arena)
      throws UnixException {
    MemorySegment value = arena.allocate(TIMEVAL_BYTES, Long.BYTES);
    var length = arena.allocateFrom(ValueLayout.JAVA_INT, TIMEVAL_BYTES);
    SysSocketH.getsockopt(socket, level, option, value, length);
    return value.get(ValueLayout.JAVA_LONG, 0) != 0
        || value.get(ValueLayout.JAVA_LONG, Long.BYTES) != 0;
  }
}
