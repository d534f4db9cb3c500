package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.AsmSocketH;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// A socket of any domain and type, with the calls that the kernel has for it.
///
/// For the usual ones there are [StreamSocket], [DatagramSocket] and [SeqpacketSocket], which clean
/// up as well.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
public final class Socket implements AnySocket {
  private final Fd fd;
  private final Domain domain;
  private final SocketType type;
  private final boolean fresh;

  private Socket(Fd fd, Domain domain, SocketType type, boolean fresh) {
    this.fd = fd;
    this.domain = domain;
    this.type = type;
    this.fresh = fresh;
  }

  /// Opens a socket.
  ///
  /// @param domain between whom
  /// @param type how
  /// @param protocol 0 for the usual one of the domain and type
  /// @return the socket, neither bound nor connected; the caller closes it
  /// @throws UnixException with EAFNOSUPPORT if this kernel lacks the domain, EPROTONOSUPPORT or
  ///   ESOCKTNOSUPPORT if the domain lacks the type or protocol, EINVAL if there is no such type,
  ///   EACCES or EPERM if this user may not, EMFILE or ENFILE
  /// @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
  public static Socket open(Domain domain, SocketType type, int protocol) throws UnixException {
    try {
      var number =
          SysSocketH.socket(domain.number(), type.number() | SysSocketH.SOCK_CLOEXEC, protocol);
      return fresh(number, domain, type);
    } catch (UnixException e) {
      throw e.about(domain.lacking(type, protocol, e));
    }
  }

  /// Takes over a socket that was inherited or received.
  ///
  /// @param fd the descriptor; closing the socket closes it. If this fails, the descriptor stays
  ///   the caller's, open as it was
  /// @return the socket
  /// @throws UnixException with ENOTSOCK if it is something else, EBADF if it is closed
  public static Socket adopt(Fd fd) throws UnixException {
    try {
      var domain =
          new Domain(fd.borrow("getsockopt", n -> SocketOption.ask(n, AsmSocketH.SO_DOMAIN)));
      var type =
          new SocketType(fd.borrow("getsockopt", n -> SocketOption.ask(n, AsmSocketH.SO_TYPE)));
      return new Socket(fd, domain, type, false);
    } catch (UnixException e) {
      throw e.about(fd.toString());
    }
  }

  /// Makes two UNIX sockets that are connected to each other.
  ///
  /// @param type how they communicate
  /// @return the sockets; the caller closes them
  /// @throws UnixException with EMFILE or ENFILE, or EPROTONOSUPPORT for other types than streams,
  ///   datagrams and sequenced packets
  /// @see <a href="https://man7.org/linux/man-pages/man2/socketpair.2.html">socketpair(2)</a>
  public static SocketPair<Socket> pair(SocketType type) throws UnixException {
    return SocketPair.make(Domain.UNIX, type);
  }

  /// A socket that was made here and nobody shares yet.
  static Socket fresh(int number, Domain domain, SocketType type) {
    return new Socket(Fd.own(number), domain, type, true);
  }

  @Override
  public Socket socket() {
    return this;
  }

  /// {@return the descriptor, which this socket keeps; for waiting, splicing and passing on}
  public Fd fd() {
    return fd;
  }

  /// {@return between whom it communicates}
  public Domain domain() {
    return domain;
  }

  /// {@return how it communicates}
  public SocketType type() {
    return type;
  }

  /// Gives the socket an address. A socket file gets the permissions that the umask leaves of 0777;
  /// the classes above make safer ones.
  ///
  /// @param address where others find it. [UnixAddress.Unnamed] lets the kernel choose an abstract
  ///   name, and port 0 a port
  /// @throws UnixException with EADDRINUSE if somebody has it (to a path, if anything is there, a
  ///   link that leads nowhere too), EINVAL if the socket has one already, EADDRNOTAVAIL if the
  ///   host is not this one, EACCES, ENOENT, ENOTDIR or EAFNOSUPPORT
  /// @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
  public void bind(Address address) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var name = Sockaddr.of(address, arena);
      call("bind", address, n -> SysSocketH.bind(n, name.memory(), name.size()));
    }
  }

  /// Lets others connect from now on.
  ///
  /// @param backlog how many connections may wait to be accepted; the kernel lets one more in, and
  ///   not more than `/proc/sys/net/core/somaxconn`
  /// @throws UnixException with EINVAL if a UNIX socket has no address, EOPNOTSUPP if it is a
  ///   datagram socket, EADDRINUSE
  /// @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
  public void listen(int backlog) throws UnixException {
    call("listen", fd, n -> SysSocketH.listen(n, backlog));
  }

  /// Waits for a connection. A virtual thread that waits costs nothing, but accepts more slowly
  /// than a platform thread. A connection that failed before it was accepted, such as one that its
  /// client has aborted (ECONNABORTED and the other network errors of accept(2)), is passed over.
  ///
  /// @param deadline when to give up
  /// @return the connection, which the caller closes; empty if the deadline passed
  /// @throws UnixException with EINVAL if this socket does not listen, EOPNOTSUPP if it is a
  ///   datagram socket, EBADF if it is or gets closed; EMFILE or ENFILE if there are too many
  ///   descriptors: then the connection goes on waiting
  /// @throws InterruptedException if the thread is or gets interrupted
  /// @see <a href="https://man7.org/linux/man-pages/man2/accept.2.html">accept4(2)</a>
  public Optional<Socket> accept(Deadline deadline) throws UnixException, InterruptedException {
    var number = Accepting.accept(fd, deadline);
    return number == Wait.TIMED_OUT
        ? Optional.empty()
        : Optional.of(fresh((int) number, domain, type));
  }

  /// Connects to an address. A datagram socket only remembers it. When the deadline has passed or
  /// the thread was interrupted, the attempt may go on inside the kernel: close the socket, or
  /// connect again to go on waiting.
  ///
  /// @param to where somebody listens
  /// @param deadline when to give up
  /// @return false if the deadline passed
  /// @throws UnixException with ECONNREFUSED if nobody listens, ENOENT, EACCES, EPROTOTYPE if the
  ///   socket there is of another type, ENETUNREACH, EHOSTUNREACH, ETIMEDOUT if the host does not
  ///   answer, EISCONN, EADDRNOTAVAIL, EBADF if it is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted
  /// @see <a href="https://man7.org/linux/man-pages/man2/connect.2.html">connect(2)</a>
  public boolean connect(Address to, Deadline deadline) throws UnixException, InterruptedException {
    return Connecting.connect(fd, to, fresh, deadline);
  }

  /// {@return the address of this socket}
  ///
  /// @throws UnixException with EBADF if it is closed
  public Address localAddress() throws UnixException {
    return fd.borrow(
        "getsockname",
        n -> Sockaddr.answered((memory, length) -> SysSocketH.getsockname(n, memory, length)));
  }

  /// {@return the address of the other end; often [UnixAddress.Unnamed]}
  ///
  /// @throws UnixException with ENOTCONN if there is none, EBADF if this socket is closed
  public Address peerAddress() throws UnixException {
    return Peer.address(fd);
  }

  /// Tells who connected: the process and user at the time of connect(2), or of listen(2) for who
  /// has connected to it. Who holds the socket now may be somebody else.
  ///
  /// @return the process and user; of both ends of a pair, who made it
  /// @throws UnixException with ENOPROTOOPT if it is no UNIX socket, ENOTCONN if it is not
  ///   connected
  public Credentials peerCredentials() throws UnixException {
    return Peer.credentials(fd);
  }

  /// Returns a pidfd of the process that connected, which cannot come to mean another process.
  ///
  /// @return the descriptor, which the caller closes; empty where the kernel (before Linux 6.5) or
  ///   the domain does not know
  /// @throws UnixException with EBADF if this socket is closed, EMFILE, or ESRCH if the process has
  ///   ended and the kernel is older than 6.16
  public Optional<Fd> peerPidfd() throws UnixException {
    return Peer.pidfd(fd);
  }

  /// Asks for an option.
  ///
  /// @param <T> the type of its value
  /// @param option which
  /// @return its value
  /// @throws UnixException with ENOPROTOOPT or EOPNOTSUPP if this socket does not have it
  /// @see <a href="https://man7.org/linux/man-pages/man2/getsockopt.2.html">getsockopt(2)</a>
  public <T> T get(SocketOption<T> option) throws UnixException {
    return option.get(fd, domain);
  }

  /// Sets an option.
  ///
  /// @param <T> the type of its value
  /// @param option which
  /// @param value its value
  /// @throws UnixException with ENOPROTOOPT or EOPNOTSUPP if this socket does not have it, EINVAL,
  ///   EPERM, or EDOM for a number that cannot be
  public <T> void set(SocketOption<T> option, T value) throws UnixException {
    option.set(fd, domain, value);
  }

  /// Takes the error that is pending, such as of a datagram that nobody wanted.
  ///
  /// @return the error, which is forgotten now
  /// @throws UnixException with EBADF if this socket is closed
  public Optional<Errno> takeError() throws UnixException {
    return fd.borrow("getsockopt", SocketOption::pendingError);
  }

  /// {@return whether this socket listens}
  ///
  /// @throws UnixException with EBADF if it is closed
  public boolean isListening() throws UnixException {
    return fd.borrow("getsockopt", n -> SocketOption.ask(n, AsmSocketH.SO_ACCEPTCONN)) != 0;
  }

  /// Ends one direction of a connection or both, for every process that has this socket.
  ///
  /// @param direction what ends. Sending: the peer reads the end. Receiving: reading answers the
  ///   end, and the peer of a UNIX socket cannot send any more
  /// @throws UnixException with ENOTCONN if it is not connected (UNIX streams need not be)
  /// @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
  public void shutdown(Direction direction) throws UnixException {
    call("shutdown", fd, n -> SysSocketH.shutdown(n, direction.how));
  }

  /// Sends bytes or a message to the peer, waiting for room. Allocates nothing on a platform
  /// thread.
  ///
  /// @param bytes what to send, in native memory; on message sockets it may be empty
  /// @return how many bytes: all, but for a stream that could not take more at once
  /// @throws IllegalArgumentException if `bytes` is on the heap
  /// @throws UnixException with EPIPE or ECONNRESET if the peer is gone, ENOTCONN or EDESTADDRREQ
  ///   if there is none, EMSGSIZE if it is too long for one message, ECONNREFUSED if an earlier
  ///   datagram met nobody, EBADF if the socket is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  /// @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
  public int send(MemorySegment bytes) throws UnixException, InterruptedException {
    return (int) checked("send", Wait.perform(Transmission.SEND, fd, bytes, 0, Deadline.NEVER));
  }

  /// Sends bytes or a message to the peer, waiting until a deadline for room.
  ///
  /// @param bytes what to send, in native memory; on message sockets it may be empty
  /// @param deadline when to give up
  /// @return how many bytes, or that the deadline passed
  /// @throws IllegalArgumentException if `bytes` is on the heap
  /// @throws UnixException as [#send(MemorySegment)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public Transfer send(MemorySegment bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    var count = checked("send", Wait.perform(Transmission.SEND, fd, bytes, 0, deadline));
    return count == Wait.TIMED_OUT ? Transfer.TIMED_OUT : new Transfer.Bytes((int) count);
  }

  /// Receives bytes or a message, waiting for it. Allocates nothing on a platform thread.
  ///
  /// @param into where the bytes go, in native memory
  /// @return on a stream how many bytes, and 0 at its end. On message sockets how long the message
  ///   was: if that is more than `into` has room for, the rest is lost. There 0 is an empty
  ///   message, and for [SocketType#SEQPACKET] perhaps the end
  /// @throws IllegalArgumentException if `into` is on the heap or read-only
  /// @throws UnixException with ECONNRESET if the peer closed without taking all it got, ENOTCONN,
  ///   ECONNREFUSED if an earlier datagram met nobody, EBADF if the socket is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  /// @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
  public int receive(MemorySegment into) throws UnixException, InterruptedException {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("read-only memory to receive into");
    }
    var flags = isStream() ? 0 : SysSocketH.MSG_TRUNC;
    return (int)
        checked("recv", Wait.perform(Transmission.RECEIVE, fd, into, flags, Deadline.NEVER));
  }

  /// Sends a message, with all that can go with it.
  ///
  /// @param message what to send
  /// @param deadline when to give up
  /// @return how many bytes (all, but for a stream that could not take more at once; what goes with
  ///   them has gone with the first), or that the deadline passed
  /// @throws IllegalArgumentException if it is on the heap, or has descriptors and this is no UNIX
  ///   socket, or is a stream and there are no bytes
  /// @throws UnixException as [#send(MemorySegment)], and with EBADF also if a descriptor of the
  ///   message is closed, ETOOMANYREFS if this user has too many on their way (`RLIMIT_NOFILE`),
  ///   EPERM for credentials of others, or if the receiver takes no descriptors; and if it has an
  ///   address: EISCONN, ENOENT, EACCES, ECONNREFUSED, EPROTOTYPE, ENETUNREACH
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  /// @see <a href="https://man7.org/linux/man-pages/man2/sendmsg.2.html">sendmsg(2)</a>
  public Transfer send(Outgoing message, Deadline deadline)
      throws UnixException, InterruptedException {
    return Messages.send(this, message, deadline);
  }

  /// Receives a message, with all that comes with it.
  ///
  /// @param into where the bytes go, in native memory
  /// @param intake how to receive, and how many descriptors are welcome
  /// @param deadline when to give up
  /// @return the message, the end, or that the deadline passed
  /// @throws IllegalArgumentException if `into` is on the heap or read-only
  /// @throws UnixException as [#receive(MemorySegment)], or with EINVAL if there is no out-of-band
  ///   byte
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  /// @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
  public Received receive(MemorySegment into, Intake intake, Deadline deadline)
      throws UnixException, InterruptedException {
    return receive(List.of(into), intake, deadline);
  }

  /// Receives a message into several places, of which each is filled before the next.
  ///
  /// @param into where the bytes go, in native memory; of more than three arenas they are copied
  /// @param intake how to receive, and how many descriptors are welcome
  /// @param deadline when to give up
  /// @return the message, the end, or that the deadline passed
  /// @throws IllegalArgumentException if a place is on the heap or read-only
  /// @throws UnixException as [#receive(MemorySegment, Intake, Deadline)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  public Received receive(List<MemorySegment> into, Intake intake, Deadline deadline)
      throws UnixException, InterruptedException {
    return Messages.receive(this, into, intake, deadline);
  }

  /// Tells whether the peer has closed altogether, or both directions were shut down. Only UNIX
  /// sockets learn that; of TCP, sending tells it.
  ///
  /// @return true if sending and receiving have ended
  /// @throws UnixException with EBADF if this socket is closed
  public boolean hasHungUp() throws UnixException {
    return Peer.shows(fd, PollH.POLLHUP);
  }

  private interface Call {
    void on(int number) throws UnixException;
  }

  /// @param what is named in the message of a failure
  private void call(String name, Object what, Call call) throws UnixException {
    try {
      fd.borrow(
          name,
          number -> {
            call.on(number);
            return number;
          });
    } catch (UnixException e) {
      throw e.about(what.toString());
    }
  }

  boolean isStream() {
    return type.equals(SocketType.STREAM);
  }

  long checked(String call, long result) throws UnixException {
    if (result < 0 && result != Wait.TIMED_OUT) {
      throw UnixException.of(call, fd.toString(), new Errno((int) -result));
    }
    return result;
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return domain + " " + type + " socket " + fd;
  }
}
