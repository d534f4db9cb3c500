package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static dev.rohrpost.libc.Libc.linkOrErrno;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<sys/socket.h>`.
public final class SysSocketH {
  /// Sockets of this machine.
  public static final int AF_UNIX = 1;

  /// Internet, version 4.
  public static final int AF_INET = 2;

  /// Internet, version 6.
  public static final int AF_INET6 = 10;

  /// A stream of bytes.
  public static final int SOCK_STREAM = 1;

  /// Messages.
  public static final int SOCK_DGRAM = 2;

  /// Closed when a program is executed.
  public static final int SOCK_CLOEXEC = 0x80000;

  /// Options of every socket.
  public static final int SOL_SOCKET = 1;

  /// Bind although old connections of this address linger.
  public static final int SO_REUSEADDR = 2;

  /// The longest queue of connections that nobody has accepted.
  public static final int SOMAXCONN = 4096;

  /// Do not wait: a flag of the call.
  public static final int MSG_DONTWAIT = 0x40;

  /// No SIGPIPE.
  public static final int MSG_NOSIGNAL = 0x4000;

  private static final MethodHandle SOCKET =
      link("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND =
      link("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle LISTEN =
      link("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle CONNECT =
      linkOrErrno("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      link(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle GETSOCKNAME =
      link("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle SENDTO =
      linkOrErrno(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

  private SysSocketH() {}

  /// `int socket(int domain, int type, int protocol)`
  ///
  /// Makes a socket.
  ///
  /// @param domain `AF_*`
  /// @param type `SOCK_*`
  /// @param protocol 0 for the usual one
  /// @return the descriptor
  /// @throws UnixException with EACCES, EAFNOSUPPORT, EMFILE, ENFILE, ENOBUFS or EPROTONOSUPPORT
  public static int socket(int domain, int type, int protocol) throws UnixException {
    try {
      return (int) SOCKET.invokeExact(domain, type, protocol);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen)`
  ///
  /// Gives a socket its name.
  ///
  /// @param sockfd the socket
  /// @param addr a `sockaddr_*`
  /// @param addrlen its size in bytes
  /// @throws UnixException with EACCES, EADDRINUSE, EADDRNOTAVAIL, EINVAL, ENOENT or ENOTDIR
  public static void bind(int sockfd, MemorySegment addr, int addrlen) throws UnixException {
    try {
      var _ = (int) BIND.invokeExact(sockfd, addr, addrlen);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int listen(int sockfd, int backlog)`
  ///
  /// Accepts connections from now on.
  ///
  /// @param sockfd the socket
  /// @param backlog how many may wait
  /// @throws UnixException with EADDRINUSE or EOPNOTSUPP
  public static void listen(int sockfd, int backlog) throws UnixException {
    try {
      var _ = (int) LISTEN.invokeExact(sockfd, backlog);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen)`
  ///
  /// Connects to a name.
  ///
  /// @param sockfd the socket
  /// @param addr a `sockaddr_*`
  /// @param addrlen its size in bytes
  /// @return 0, or the negated errno
  public static int connect(int sockfd, MemorySegment addr, int addrlen) {
    try {
      return (int) CONNECT.invokeExact(sockfd, addr, addrlen);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen)`
  ///
  /// Sets an option.
  ///
  /// @param sockfd the socket
  /// @param level `SOL_SOCKET`
  /// @param optname `SO_*`
  /// @param optval the value
  /// @param optlen its size in bytes
  /// @throws UnixException with EINVAL or ENOPROTOOPT
  public static void setsockopt(
      int sockfd, int level, int optname, MemorySegment optval, int optlen) throws UnixException {
    try {
      var _ = (int) SETSOCKOPT.invokeExact(sockfd, level, optname, optval, optlen);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen)`
  ///
  /// Asks for the name of a socket.
  ///
  /// @param sockfd the socket
  /// @param addr where it goes
  /// @param addrlen the room, and then the size, in bytes
  /// @throws UnixException with EBADF or ENOBUFS
  public static void getsockname(int sockfd, MemorySegment addr, MemorySegment addrlen)
      throws UnixException {
    try {
      var _ = (int) GETSOCKNAME.invokeExact(sockfd, addr, addrlen);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `ssize_t sendto(int sockfd, const void *buf, size_t len, int flags, const struct sockaddr
  /// *addr, socklen_t addrlen)`
  ///
  /// Sends a message.
  ///
  /// @param sockfd the socket
  /// @param buf the message
  /// @param len its length
  /// @param flags `MSG_*`
  /// @param addr to whom
  /// @param addrlen the size of that
  /// @return bytes sent, or the negated errno
  public static long sendto(
      int sockfd, MemorySegment buf, long len, int flags, MemorySegment addr, int addrlen) {
    try {
      return (long) SENDTO.invokeExact(sockfd, buf, len, flags, addr, addrlen);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }
}
