package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.Arena;
import java.util.Optional;

/// Connecting: it waits, and has no flag not to wait.
final class Connecting {
  private static final long EINPROGRESS = -Errno.EINPROGRESS.number();

  /// An earlier call has begun, and its deadline has passed.
  private static final long EALREADY = -Errno.EALREADY.number();

  private static final long EAGAIN = -Errno.EAGAIN.number();

  private Connecting() {}

  /// Connects.
  ///
  /// @param fresh whether the socket was opened here. Nobody shares it then, so that it may have
  ///   `O_NONBLOCK` for a while, which saves virtual threads a platform thread
  /// @return false if the deadline passed
  static boolean connect(Fd fd, Address to, boolean fresh, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var name = Sockaddr.of(to, arena);
      var result =
          fresh && Thread.currentThread().isVirtual()
              ? parked(fd, name, deadline)
              : waiting(fd, name, deadline);
      if (result < 0 && result != Wait.TIMED_OUT) {
        throw UnixException.of("connect", to.toString(), new Errno((int) -result));
      }
      return result != Wait.TIMED_OUT;
    }
  }

  /// Opens a socket and connects it.
  static Optional<Socket> connected(Address to, SocketType type, Deadline deadline)
      throws UnixException, InterruptedException {
    var socket = Socket.open(to.domain(), type, 0);
    var connected = false;
    try {
      connected = socket.connect(to, deadline);
    } finally {
      if (!connected) {
        socket.close();
      }
    }
    return connected ? Optional.of(socket) : Optional.empty();
  }

  /// Connects a datagram socket, which does not wait.
  static void remember(Fd fd, Address to) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var name = Sockaddr.of(to, arena);
      var result = fd.borrow("connect", n -> SysSocketH.connect(n, name.memory(), name.size()));
      if (result < 0) {
        throw UnixException.of("connect", to.toString(), new Errno(-result));
      }
    }
  }

  /// An interrupted attempt goes on in the kernel; connecting again waits for the same one.
  private static long waiting(Fd fd, Sockaddr name, Deadline deadline)
      throws UnixException, InterruptedException {
    var memory = name.memory();
    return Wait.call(
        "connect", fd, deadline, number -> SysSocketH.connect(number, memory, name.size()));
  }

  private static long parked(Fd fd, Sockaddr name, Deadline deadline)
      throws UnixException, InterruptedException {
    long result;
    setFlags(fd, FcntlH.O_NONBLOCK);
    try {
      result = fd.borrow("connect", n -> SysSocketH.connect(n, name.memory(), name.size()));
      if (result == EINPROGRESS || result == EALREADY) {
        if (!Wait.writable(fd, deadline)) {
          return Wait.TIMED_OUT;
        }
        return fd.borrow("getsockopt", SocketOption::pendingError).map(e -> -e.number()).orElse(0);
      }
    } finally {
      if (!fd.isClosed()) {
        setFlags(fd, 0);
      }
    }
    return result == EAGAIN ? waiting(fd, name, deadline) : result; // a full UNIX listener
  }

  private static void setFlags(Fd fd, int flags) throws UnixException {
    var _ = fd.borrow("fcntl", n -> FcntlH.fcntl(n, FcntlH.F_SETFL, flags));
  }
}
