package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.AsmSocketH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Accepting: the one place that tells the failure of a connection from that of its listener.
final class Accepting {
  private static final long EAGAIN = -Errno.EAGAIN.number();

  /// The errors that accept(2) reports of a connection that failed before it was accepted. The
  /// connection is gone, and the listener is as good as before.
  private static final Set<Errno> OF_CONNECTION =
      Set.of(
          Errno.ECONNABORTED,
          Errno.EPROTO,
          Errno.ENETDOWN,
          Errno.ENOPROTOOPT,
          Errno.EHOSTDOWN,
          Errno.ENONET,
          Errno.EHOSTUNREACH,
          Errno.ENETUNREACH,
          Errno.EOPNOTSUPP,
          Errno.ETIMEDOUT,
          Errno.EPERM);

  /// After so many failures one after the other there is a pause before each next try.
  private static final int MANY = 10;

  private static final long PAUSE_NANOS = 1_000_000;

  private Accepting() {}

  /// Waits for a connection. Looking first and accepting then would not do: another process may be
  /// faster.
  ///
  /// @return its descriptor, or [Wait#TIMED_OUT]
  static long accept(Fd fd, Deadline deadline) throws UnixException, InterruptedException {
    var looksFirst =
        (deadline != Deadline.NEVER || Thread.currentThread().isVirtual()) && listens(fd);
    for (var failures = 0; ; ) {
      if (looksFirst && !Wait.readable(fd, deadline)) {
        return Wait.TIMED_OUT;
      }
      var result = Wait.call("accept4", fd, deadline, Accepting::accept);
      if (result >= 0 || result == Wait.TIMED_OUT) {
        return result;
      }
      if (result != EAGAIN) { // which it is when somebody else has set O_NONBLOCK
        var errno = new Errno((int) -result);
        if (!isOfConnection(errno, fd)) {
          throw UnixException.of("accept4", fd.toString(), errno);
        }
        pause(++failures);
      }
      looksFirst = true;
    }
  }

  /// Something that refuses every connection, such as a filter of system calls, must not keep a
  /// processor busy.
  private static void pause(int failures) {
    if (failures > MANY) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static long accept(int number) {
    return SysSocketH.accept4(
        number, MemorySegment.NULL, MemorySegment.NULL, SysSocketH.SOCK_CLOEXEC);
  }

  /// EOPNOTSUPP also means that the socket cannot listen.
  private static boolean isOfConnection(Errno errno, Fd fd) throws UnixException {
    return OF_CONNECTION.contains(errno) && (!errno.equals(Errno.EOPNOTSUPP) || listens(fd));
  }

  /// What does not listen is never ready; the kernel refuses it at once.
  private static boolean listens(Fd fd) throws UnixException {
    return fd.borrow("accept4", n -> SocketOption.ask(n, AsmSocketH.SO_ACCEPTCONN)) != 0;
  }
}
