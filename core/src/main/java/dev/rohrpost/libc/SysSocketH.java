package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static dev.rohrpost.libc.Libc.linkKeeping;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<sys/socket.h>`.
public final class SysSocketH {
  /// Sockets of this machine.
  public static final int AF_UNIX = 1;

  /// Internet, version 4.
  public static final int AF_INET = 2;

  /// Internet, version 6.
  public static final int AF_INET6 = 10;

  /// Questions to the kernel.
  public static final int AF_NETLINK = 16;

  /// Virtual machines and their hosts.
  public static final int AF_VSOCK = 40;

  /// A stream of bytes.
  public static final int SOCK_STREAM = 1;

  /// Messages.
  public static final int SOCK_DGRAM = 2;

  /// A network protocol as it is.
  public static final int SOCK_RAW = 3;

  /// Messages that arrive, in their order.
  public static final int SOCK_SEQPACKET = 5;

  /// Closed when a program is executed.
  public static final int SOCK_CLOEXEC = 0x80000;

  /// The longest queue of connections that nobody has accepted.
  public static final int SOMAXCONN = 4096;

  /// Nothing more to be received.
  public static final int SHUT_RD = 0;

  /// Nothing more to be sent.
  public static final int SHUT_WR = 1;

  /// Neither.
  public static final int SHUT_RDWR = 2;

  /// Out-of-band data.
  public static final int MSG_OOB = 1;

  /// Look only.
  public static final int MSG_PEEK = 2;

  /// Answer: there was no room for all control messages.
  public static final int MSG_CTRUNC = 8;

  /// Answer: there was no room for the whole message. Asked for: answer its length.
  public static final int MSG_TRUNC = 0x20;

  /// Do not wait: a flag of the call.
  public static final int MSG_DONTWAIT = 0x40;

  /// Wait until the room is full.
  public static final int MSG_WAITALL = 0x100;

  /// No SIGPIPE.
  public static final int MSG_NOSIGNAL = 0x4000;

  /// Do not wait for more than the first message.
  public static final int MSG_WAITFORONE = 0x10000;

  /// Received descriptors are closed when a program is executed.
  public static final int MSG_CMSG_CLOEXEC = 0x40000000;

  /// A control message with descriptors.
  public static final int SCM_RIGHTS = 1;

  /// A control message that says who sent it.
  public static final int SCM_CREDENTIALS = 2;

  /// A message: from or to whom, where its parts are, what comes along.
  public static final StructLayout MSGHDR =
      structLayout(
              JAVA_LONG.withName("msg_name"),
              JAVA_INT.withName("msg_namelen"),
              paddingLayout(4),
              JAVA_LONG.withName("msg_iov"),
              JAVA_LONG.withName("msg_iovlen"),
              JAVA_LONG.withName("msg_control"),
              JAVA_LONG.withName("msg_controllen"),
              JAVA_INT.withName("msg_flags"),
              paddingLayout(4))
          .withName("msghdr");

  /// One message of several.
  public static final StructLayout MMSGHDR =
      structLayout(MSGHDR.withName("msg_hdr"), JAVA_INT.withName("msg_len"), paddingLayout(4))
          .withName("mmsghdr");

  /// The head of a control message.
  public static final StructLayout CMSGHDR =
      structLayout(
              JAVA_LONG.withName("cmsg_len"),
              JAVA_INT.withName("cmsg_level"),
              JAVA_INT.withName("cmsg_type"))
          .withName("cmsghdr");

  /// A process and its user.
  public static final StructLayout UCRED =
      structLayout(JAVA_INT.withName("pid"), JAVA_INT.withName("uid"), JAVA_INT.withName("gid"))
          .withName("ucred");

  private static final CFunction SOCKET = CFunction.of("int socket(int, int, int)");
  private static final CFunction SOCKETPAIR = CFunction.of("int socketpair(int, int, int, int *)");
  private static final CFunction BIND =
      CFunction.of("int bind(int, const struct sockaddr *, socklen_t)");
  private static final CFunction LISTEN = CFunction.of("int listen(int, int)");
  private static final CFunction ACCEPT4 =
      CFunction.of("int accept4(int, struct sockaddr *, socklen_t *, int)");
  private static final CFunction CONNECT =
      CFunction.of("int connect(int, const struct sockaddr *, socklen_t)");
  private static final CFunction SHUTDOWN = CFunction.of("int shutdown(int, int)");
  private static final CFunction GETSOCKOPT =
      CFunction.of("int getsockopt(int, int, int, void *, socklen_t *)");
  private static final CFunction SETSOCKOPT =
      CFunction.of("int setsockopt(int, int, int, const void *, socklen_t)");
  private static final CFunction GETSOCKNAME =
      CFunction.of("int getsockname(int, struct sockaddr *, socklen_t *)");
  private static final CFunction GETPEERNAME =
      CFunction.of("int getpeername(int, struct sockaddr *, socklen_t *)");

  /// What moves bytes has handles of its own, which keep the memory alive during the call.
  private static final class Transfer {
    private static final FunctionDescriptor BYTES =
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    static final MethodHandle SEND = link("ssize_t send(int, const void *, size_t, int)", BYTES);
    static final MethodHandle RECV = link("ssize_t recv(int, void *, size_t, int)", BYTES);
  }

  private static final class Addressed {
    private static final FunctionDescriptor TO =
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final FunctionDescriptor FROM =
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle SENDTO =
        link(
            "ssize_t sendto(int, const void *, size_t, int, const struct sockaddr *, socklen_t)",
            TO);
    static final MethodHandle RECVFROM =
        link("ssize_t recvfrom(int, void *, size_t, int, struct sockaddr *, socklen_t *)", FROM);
  }

  private static final class Messages {
    private static final FunctionDescriptor ONE =
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    private static final FunctionDescriptor MANY =
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle SENDMSG =
        linkKeeping("ssize_t sendmsg(int, const struct msghdr *, int)", ONE);
    static final MethodHandle RECVMSG =
        linkKeeping("ssize_t recvmsg(int, struct msghdr *, int)", ONE);

    /// Of the same type as the next, which takes a time-out more: one type is linked faster.
    static final MethodHandle SENDMMSG =
        linkKeeping("int sendmmsg(int, struct mmsghdr *, unsigned int, int)", MANY);

    static final MethodHandle RECVMMSG =
        link("int recvmmsg(int, struct mmsghdr *, unsigned int, int, struct timespec *)", MANY);
  }

  private SysSocketH() {}

  /// `int socket(int domain, int type, int protocol)`
  ///
  /// Makes a socket.
  ///
  /// @param domain `AF_*`
  /// @param type `SOCK_*`
  /// @param protocol 0 for the usual one
  /// @return the descriptor
  /// @throws UnixException with EACCES, EAFNOSUPPORT, EINVAL, EMFILE, ENFILE or EPROTONOSUPPORT
  public static int socket(int domain, int type, int protocol) throws UnixException {
    return SOCKET.checked(SOCKET.call(domain, type, protocol));
  }

  /// `int socketpair(int domain, int type, int protocol, int sv[2])`
  ///
  /// Makes two sockets that are connected to each other.
  ///
  /// @param domain as above, like type and protocol
  /// @param sv where the two descriptors go
  /// @throws UnixException with EAFNOSUPPORT, EMFILE, ENFILE, EOPNOTSUPP or EPROTONOSUPPORT
  public static void socketpair(int domain, int type, int protocol, MemorySegment sv)
      throws UnixException {
    var _ = SOCKETPAIR.checked(SOCKETPAIR.call(domain, type, protocol, sv.address()));
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
    var _ = BIND.checked(BIND.call(sockfd, addr.address(), addrlen));
  }

  /// `int listen(int sockfd, int backlog)`
  ///
  /// Accepts connections from now on.
  ///
  /// @param sockfd the socket
  /// @param backlog how many may wait
  /// @throws UnixException with EADDRINUSE, EINVAL or EOPNOTSUPP
  public static void listen(int sockfd, int backlog) throws UnixException {
    var _ = LISTEN.checked(LISTEN.call(sockfd, backlog));
  }

  /// `int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags)`
  ///
  /// Waits for a connection.
  ///
  /// @param sockfd the socket that listens
  /// @param addr where the peer's address goes, or NULL
  /// @param addrlen the room, and then the size, in bytes; or NULL
  /// @param flags `SOCK_CLOEXEC`
  /// @return the descriptor of the connection, or the negated errno
  public static int accept4(int sockfd, MemorySegment addr, MemorySegment addrlen, int flags) {
    return ACCEPT4.call(sockfd, addr.address(), addrlen.address(), flags);
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
    return CONNECT.call(sockfd, addr.address(), addrlen);
  }

  /// `int shutdown(int sockfd, int how)`
  ///
  /// Ends one direction or both.
  ///
  /// @param sockfd the socket
  /// @param how `SHUT_*`
  /// @throws UnixException with EINVAL or ENOTCONN
  public static void shutdown(int sockfd, int how) throws UnixException {
    var _ = SHUTDOWN.checked(SHUTDOWN.call(sockfd, how));
  }

  /// `int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t *optlen)`
  ///
  /// Asks for an option.
  ///
  /// @param sockfd the socket
  /// @param level such as `SOL_SOCKET`
  /// @param optname such as `SO_TYPE`
  /// @param optval where the value goes
  /// @param optlen the room, and then the size, in bytes
  /// @throws UnixException with EINVAL, ENODATA, ENOPROTOOPT or EOPNOTSUPP
  public static void getsockopt(
      int sockfd, int level, int optname, MemorySegment optval, MemorySegment optlen)
      throws UnixException {
    var result = GETSOCKOPT.call(sockfd, level, optname, optval.address(), optlen.address());
    var _ = GETSOCKOPT.checked(result);
  }

  /// `int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen)`
  ///
  /// Sets an option.
  ///
  /// @param sockfd the socket
  /// @param level such as `SOL_SOCKET`
  /// @param optname such as `SO_REUSEADDR`
  /// @param optval the value
  /// @param optlen its size in bytes
  /// @throws UnixException with EINVAL, ENOPROTOOPT, EOPNOTSUPP or EPERM
  public static void setsockopt(
      int sockfd, int level, int optname, MemorySegment optval, int optlen) throws UnixException {
    var _ = SETSOCKOPT.checked(SETSOCKOPT.call(sockfd, level, optname, optval.address(), optlen));
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
    var _ = GETSOCKNAME.checked(GETSOCKNAME.call(sockfd, addr.address(), addrlen.address()));
  }

  /// `int getpeername(int sockfd, struct sockaddr *addr, socklen_t *addrlen)`
  ///
  /// Asks for the name of the socket at the other end.
  ///
  /// @param sockfd the socket
  /// @param addr where it goes
  /// @param addrlen the room, and then the size, in bytes
  /// @throws UnixException with EBADF or ENOTCONN
  public static void getpeername(int sockfd, MemorySegment addr, MemorySegment addrlen)
      throws UnixException {
    var _ = GETPEERNAME.checked(GETPEERNAME.call(sockfd, addr.address(), addrlen.address()));
  }

  /// `ssize_t send(int sockfd, const void *buf, size_t len, int flags)`
  ///
  /// Sends bytes or a message to whom the socket is connected.
  ///
  /// @param sockfd the socket
  /// @param buf the bytes
  /// @param len how many of them
  /// @param flags `MSG_*`
  /// @return bytes sent, or the negated errno
  public static long send(int sockfd, MemorySegment buf, long len, int flags) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno((long) Transfer.SEND.invokeExact(cell, sockfd, buf, len, flags), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `ssize_t recv(int sockfd, void *buf, size_t len, int flags)`
  ///
  /// Receives bytes or a message.
  ///
  /// @param sockfd the socket
  /// @param buf where they go
  /// @param len how many at the most
  /// @param flags `MSG_*`
  /// @return bytes received, or the negated errno
  public static long recv(int sockfd, MemorySegment buf, long len, int flags) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno((long) Transfer.RECV.invokeExact(cell, sockfd, buf, len, flags), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `ssize_t sendto(int, const void *, size_t, int, const struct sockaddr *, socklen_t)`
  ///
  /// Sends a message to an address.
  ///
  /// @param sockfd the socket
  /// @param buf the bytes, all of them
  /// @param flags `MSG_*`
  /// @param to a `sockaddr_*`
  /// @param tolen its size in bytes
  /// @return bytes sent, or the negated errno
  public static long sendto(int sockfd, MemorySegment buf, int flags, MemorySegment to, int tolen) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (long) Addressed.SENDTO.invokeExact(cell, sockfd, buf, buf.byteSize(), flags, to, tolen),
          cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `ssize_t recvfrom(int, void *, size_t, int, struct sockaddr *, socklen_t *)`
  ///
  /// Receives a message, and from where.
  ///
  /// @param sockfd the socket
  /// @param buf where it goes, up to its size
  /// @param flags `MSG_*`
  /// @param from where the address goes
  /// @param fromlen the room for it, and then its size, in bytes
  /// @return bytes received, or the negated errno
  public static long recvfrom(
      int sockfd, MemorySegment buf, int flags, MemorySegment from, MemorySegment fromlen) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (long)
              Addressed.RECVFROM.invokeExact(
                  cell, sockfd, buf, buf.byteSize(), flags, from, fromlen),
          cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags)`
  ///
  /// Sends a message. The linker keeps the arena of a segment open while that is an argument.
  ///
  /// @param sockfd the socket
  /// @param msg the message
  /// @param flags `MSG_*`
  /// @param keep the three segments that the message lies in, or NULL; C has no such parameter
  /// @return bytes sent, or the negated errno
  public static long sendmsg(int sockfd, MemorySegment msg, int flags, MemorySegment... keep) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (long) Messages.SENDMSG.invokeExact(cell, sockfd, msg, flags, keep[0], keep[1], keep[2]),
          cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags)`
  ///
  /// Receives a message; the last parameter is as in [#sendmsg].
  ///
  /// @param sockfd the socket
  /// @param msg where it goes
  /// @param flags `MSG_*`
  /// @return bytes received, or the negated errno
  public static long recvmsg(int sockfd, MemorySegment msg, int flags, MemorySegment... keep) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (long) Messages.RECVMSG.invokeExact(cell, sockfd, msg, flags, keep[0], keep[1], keep[2]),
          cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags)`
  ///
  /// Sends several messages, which lie in the segment of their heads, or live longer than the call.
  ///
  /// @param sockfd the socket
  /// @param msgvec the heads of the messages
  /// @param vlen how many
  /// @param flags `MSG_*`
  /// @return how many were sent, or the negated errno
  public static int sendmmsg(int sockfd, MemorySegment msgvec, int vlen, int flags) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (int)
              Messages.SENDMMSG.invokeExact(cell, sockfd, msgvec, vlen, flags, MemorySegment.NULL),
          cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned vlen, int flags, struct timespec*)`
  ///
  /// Receives several messages, without a time-out.
  ///
  /// @param sockfd the socket
  /// @param msgvec the heads of the messages, as in [#sendmmsg]
  /// @param vlen how many at the most
  /// @param flags `MSG_*`
  /// @return how many were received, or the negated errno
  public static int recvmmsg(int sockfd, MemorySegment msgvec, int vlen, int flags) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (int)
              Messages.RECVMMSG.invokeExact(cell, sockfd, msgvec, vlen, flags, MemorySegment.NULL),
          cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }
}
