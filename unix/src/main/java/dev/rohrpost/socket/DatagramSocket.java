package dev.rohrpost.socket;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.Wait;
import java.lang.foreign.MemorySegment;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;

/// A socket that sends and receives messages, each by itself: of UNIX, where none is lost, or UDP,
/// where some may be, and may come twice or in another order.
///
/// A message is received as a whole or cut, and an empty one is a message. The longest of UDP is
/// 65,507 bytes over IPv4; of UNIX a little less than [SocketOption#SEND_BUFFER].
///
/// @see <a href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>
/// @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
public final class DatagramSocket implements AnySocket {
  private final Socket socket;
  private final @Nullable SocketFile file;

  private DatagramSocket(Socket socket, @Nullable SocketFile file) {
    this.socket = socket;
    this.file = file;
  }

  /// Opens a socket without address, to send from. A UNIX socket without a name cannot be answered.
  ///
  /// @param domain such as [Domain#UNIX] or [Domain#INTERNET]
  /// @return the socket; the caller closes it
  /// @throws UnixException as [Socket#open]
  public static DatagramSocket open(Domain domain) throws UnixException {
    return new DatagramSocket(Socket.open(domain, SocketType.DATAGRAM, 0), null);
  }

  /// Opens a socket that receives at an address. A socket file is made for this user only.
  ///
  /// @param at where; of a multicast group, which other sockets may be bound to as well, and which
  ///   it [#join]s
  /// @return the socket; the caller closes it, which removes the file
  /// @throws UnixException with EADDRINUSE if somebody receives there or something is at the path,
  ///   EADDRNOTAVAIL, EACCES, ENOENT, ENOTDIR, EAFNOSUPPORT, EMFILE; ENODEV if no card leads to the
  ///   group
  public static DatagramSocket bind(Address at) throws UnixException {
    return bind(at, Binding.SAFE);
  }

  /// Opens a socket that receives at an address. At a UNIX address it learns the process and user
  /// of each sender ([SocketOption#PASS_CREDENTIALS]), from the first message on: what is sent
  /// before the option is set carries none.
  ///
  /// @param at where
  /// @param binding how to bind to it
  /// @return the socket; the caller closes it, which removes the file
  /// @throws UnixException as [#bind(Address)]
  public static DatagramSocket bind(Address at, Binding binding) throws UnixException {
    if (at instanceof InternetAddress(var host, int port) && host.isMulticastAddress()) {
      return bind(Membership.of(host), port);
    }
    var socket = Socket.open(at.domain(), SocketType.DATAGRAM, 0);
    DatagramSocket bound = null;
    try {
      if (at instanceof UnixAddress) {
        socket.set(SocketOption.PASS_CREDENTIALS, true);
      }
      bound = new DatagramSocket(socket, bound(socket, at, binding));
      return bound;
    } finally {
      if (bound == null) {
        socket.close();
      }
    }
  }

  /// Opens a socket that receives what is sent to a multicast group, beside others that do.
  ///
  /// @param membership in which group, from whom, and through which card
  /// @param port to which port; 0 lets the kernel choose one
  /// @return the socket; the caller closes it
  /// @throws UnixException with ENODEV if no card leads to the group, EADDRINUSE if a socket has
  ///   the port to itself, EINVAL if a group of one link needs a card, EAFNOSUPPORT, ENOBUFS,
  ///   EMFILE
  /// @throws IllegalArgumentException if the port is out of range
  /// @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
  public static DatagramSocket bind(Membership membership, int port) throws UnixException {
    var at = new InternetAddress(membership.group(), port);
    var socket = open(at.domain());
    var joined = false;
    try {
      socket.socket.set(SocketOption.REUSE_ADDRESS, true);
      socket.socket.bind(at);
      socket.join(membership);
      joined = true;
      return socket;
    } finally {
      if (!joined) {
        socket.close();
      }
    }
  }

  private static @Nullable SocketFile bound(Socket socket, Address at, Binding binding)
      throws UnixException {
    if (at instanceof UnixAddress.File path) {
      return SocketFile.bind(socket, path, binding);
    }
    socket.bind(at);
    return null;
  }

  /// Opens a socket that sends to one address and receives from it only. A UNIX socket gets a name
  /// of the kernel's choice, so that it can be answered.
  ///
  /// @param to where to
  /// @return the socket; the caller closes it
  /// @throws UnixException with ENOENT, ECONNREFUSED, EACCES, EPROTOTYPE, EPERM if that socket is
  ///   connected to another one, ENETUNREACH, EAFNOSUPPORT or EMFILE; EACCES for a broadcast
  ///   address without [SocketOption#BROADCAST]
  public static DatagramSocket connect(Address to) throws UnixException {
    var socket = open(to.domain());
    var connected = false;
    try {
      if (to instanceof UnixAddress) {
        socket.socket.bind(new UnixAddress.Unnamed());
      }
      socket.connectTo(to);
      connected = true;
      return socket;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  /// Makes two UNIX sockets that are connected to each other.
  ///
  /// @return the sockets; the caller closes them
  /// @throws UnixException with EMFILE or ENFILE
  public static SocketPair<DatagramSocket> pair() throws UnixException {
    var two = Socket.pair(SocketType.DATAGRAM);
    return new SocketPair<>(
        new DatagramSocket(two.first(), null), new DatagramSocket(two.second(), null));
  }

  /// Takes over a socket of datagrams.
  ///
  /// @param socket of type [SocketType#DATAGRAM]; closing the result closes it. If this fails, the
  ///   socket stays the caller's, open as it was
  /// @return what sends and receives with it
  /// @throws IllegalArgumentException if it is of another type
  public static DatagramSocket adopt(Socket socket) {
    if (!socket.type().equals(SocketType.DATAGRAM)) {
      throw new IllegalArgumentException("no datagram socket: " + socket);
    }
    return new DatagramSocket(socket, null);
  }

  /// Sends to one address from now on, and receives from it only. It does not wait.
  ///
  /// @param to where to
  /// @throws UnixException as [#connect]
  public void connectTo(Address to) throws UnixException {
    Connecting.remember(socket.fd(), to);
  }

  @Override
  public Socket socket() {
    return socket;
  }

  /// {@return where it receives; [UnixAddress.Unnamed] if nowhere}
  ///
  /// @throws UnixException with EBADF if it is closed
  public Address address() throws UnixException {
    return socket.localAddress();
  }

  /// Sends a message to the peer, waiting for room. Allocates nothing on a platform thread.
  ///
  /// @param message in native memory; it may be empty
  /// @throws IllegalArgumentException if it is on the heap
  /// @throws UnixException with EMSGSIZE if it is too long, ENOTCONN or EDESTADDRREQ if there is no
  ///   peer, ECONNREFUSED if the peer is gone (of UDP: if an earlier message met nobody; the socket
  ///   is usable afterwards), EBADF if this socket is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public void send(MemorySegment message) throws UnixException, InterruptedException {
    var _ = socket.send(message);
  }

  /// Sends a message to the peer, waiting until a deadline for room.
  ///
  /// @param message in native memory; it may be empty
  /// @param deadline when to give up
  /// @return that it was sent, or that the deadline passed
  /// @throws IllegalArgumentException if it is on the heap
  /// @throws UnixException as [#send(MemorySegment)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public Transfer send(MemorySegment message, Deadline deadline)
      throws UnixException, InterruptedException {
    return socket.send(message, deadline);
  }

  /// Sends a message to an address, waiting until a deadline for room.
  ///
  /// @param message in native memory; it may be empty
  /// @param to where to
  /// @param deadline when to give up
  /// @return that it was sent, or that the deadline passed
  /// @throws IllegalArgumentException if it is on the heap
  /// @throws UnixException as [Socket#send(Outgoing, Deadline)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public Transfer send(MemorySegment message, Address to, Deadline deadline)
      throws UnixException, InterruptedException {
    return socket.send(Outgoing.of(message).to(to), deadline);
  }

  /// Sends a message to an address that was received, waiting until a deadline for room. Allocates
  /// nothing on a platform thread, but for a UNIX socket.
  ///
  /// @param message in native memory; it may be empty
  /// @param to where to
  /// @param deadline when to give up
  /// @return that it was sent, or that the deadline passed
  /// @throws IllegalArgumentException if it is on the heap
  /// @throws UnixException as [#send(MemorySegment, Address, Deadline)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public Transfer send(MemorySegment message, AddressBuffer to, Deadline deadline)
      throws UnixException, InterruptedException {
    return to.send(socket, message, deadline);
  }

  /// Sends a message that lies in several places to the peer, waiting until a deadline for room.
  /// Allocates nothing on a platform thread.
  ///
  /// @param message what to send, which may be empty; it is taken out when it was sent
  /// @param deadline when to give up
  /// @return that it was sent, or that the deadline passed
  /// @throws IllegalArgumentException if it lies in more than [Gather#MOST_ARENAS] arenas, or if
  ///   descriptors are attached and this is no UNIX socket
  /// @throws UnixException as [#send(MemorySegment)], and for descriptors as
  ///   [StreamSocket#write(Gather)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public Transfer send(Gather message, Deadline deadline)
      throws UnixException, InterruptedException {
    var count = message.sendTo(socket, deadline);
    return count == Wait.TIMED_OUT ? Transfer.TIMED_OUT : new Transfer.Bytes((int) count);
  }

  /// Receives a message, waiting for it. Allocates nothing on a platform thread.
  ///
  /// @param into where it goes, in native memory
  /// @return how long it was: if that is more than `into` has room for, the rest is lost
  /// @throws IllegalArgumentException if `into` is on the heap or read-only
  /// @throws UnixException with ECONNREFUSED if an earlier message met nobody, EBADF if this socket
  ///   is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  public int receive(MemorySegment into) throws UnixException, InterruptedException {
    return socket.receive(into);
  }

  /// Receives a message until a deadline, and tells where it came from.
  ///
  /// @param into where it goes, in native memory
  /// @param deadline when to give up
  /// @return the message, or that the deadline passed
  /// @throws IllegalArgumentException if `into` is on the heap or read-only
  /// @throws UnixException as [#receive(MemorySegment)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  public Received receive(MemorySegment into, Deadline deadline)
      throws UnixException, InterruptedException {
    return socket.receive(into, Intake.PLAIN, deadline);
  }

  /// Receives a message until a deadline, and where it came from. Allocates nothing on a platform
  /// thread. What comes beside the bytes, such as descriptors, is lost.
  ///
  /// @param into where it goes, in native memory
  /// @param from where its address goes
  /// @param deadline when to give up
  /// @return how long it was: if that is more than `into` has room for, the rest is lost; or that
  ///   the deadline passed
  /// @throws IllegalArgumentException if `into` is on the heap or read-only
  /// @throws UnixException as [#receive(MemorySegment)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  public Transfer receive(MemorySegment into, AddressBuffer from, Deadline deadline)
      throws UnixException, InterruptedException {
    return from.receive(socket, into, deadline);
  }

  /// Becomes a member of a multicast group: what is sent to it is received here, if this socket is
  /// bound to the port.
  ///
  /// @param membership in which group, and from whom
  /// @throws UnixException with EADDRINUSE if it is a member already, ENODEV if there is no such
  ///   card, or none that leads there, ENOBUFS if it is in too many
  public void join(Membership membership) throws UnixException {
    membership.join(socket);
  }

  /// Leaves a multicast group.
  ///
  /// @param membership as it was joined
  /// @throws UnixException with EADDRNOTAVAIL if it is no member
  public void leave(Membership membership) throws UnixException {
    membership.leave(socket);
  }

  /// Chooses the card through which messages to multicast groups go.
  ///
  /// @param card the card
  /// @throws UnixException with ENODEV or EADDRNOTAVAIL if it cannot
  public void sendToGroupsThrough(NetworkInterface card) throws UnixException {
    Membership.sendThrough(socket, card);
  }

  /// Closes the socket, removes the socket file that was made for it (unless another one is at its
  /// path by now), and wakes every thread that waits on it. Closing again does nothing.
  @Override
  public void close() {
    if (file != null && !socket.fd().isClosed()) {
      file.remove();
    }
    socket.close();
  }

  @Override
  public String toString() {
    return socket.toString();
  }
}
