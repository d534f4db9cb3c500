package dev.rohrpost.socket;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A connection that carries messages, in their order and none lost: of UNIX, where the kernel has
/// it also of vsock.
///
/// A message is received as a whole or cut. An empty one can be told from the end as long as the
/// peer is there; one that the peer sends just before it closes is taken for the end.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
public final class SeqpacketSocket implements AnySocket {
  private final Socket socket;

  private SeqpacketSocket(Socket socket) {
    this.socket = socket;
  }

  /// Connects to an address, waiting until there is room in the queue of its listener.
  ///
  /// @param to where somebody listens
  /// @return the connection; the caller closes it
  /// @throws UnixException as [Socket#connect]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static SeqpacketSocket connect(Address to) throws UnixException, InterruptedException {
    return connect(to, Deadline.NEVER).orElseThrow();
  }

  /// Connects to an address until a deadline.
  ///
  /// @param to where somebody listens
  /// @param deadline when to give up
  /// @return the connection, which the caller closes; empty if the deadline passed
  /// @throws UnixException as [Socket#connect]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Optional<SeqpacketSocket> connect(Address to, Deadline deadline)
      throws UnixException, InterruptedException {
    return Connecting.connected(to, SocketType.SEQPACKET, deadline).map(SeqpacketSocket::new);
  }

  /// Makes two UNIX sockets that are connected to each other.
  ///
  /// @return the sockets; the caller closes them
  /// @throws UnixException with EMFILE or ENFILE
  public static SocketPair<SeqpacketSocket> pair() throws UnixException {
    var two = Socket.pair(SocketType.SEQPACKET);
    return new SocketPair<>(new SeqpacketSocket(two.first()), new SeqpacketSocket(two.second()));
  }

  /// Listens at an address. A socket file is made for this user only.
  ///
  /// @param at where
  /// @return what accepts the connections; the caller closes it
  /// @throws UnixException as [StreamSocket#listen(Address)]
  public static Listener<SeqpacketSocket> listen(Address at) throws UnixException {
    return listen(at, Binding.SAFE);
  }

  /// Listens at an address.
  ///
  /// @param at where
  /// @param binding how to bind to it
  /// @return what accepts the connections; the caller closes it
  /// @throws UnixException as [StreamSocket#listen(Address)]
  public static Listener<SeqpacketSocket> listen(Address at, Binding binding) throws UnixException {
    return Listener.open(at, SocketType.SEQPACKET, binding, SeqpacketSocket::new);
  }

  /// Takes over a socket of sequenced packets as a connection.
  ///
  /// @param socket of type [SocketType#SEQPACKET]; closing the connection closes it. If this fails,
  ///   the socket stays the caller's, open as it was
  /// @return the connection
  /// @throws IllegalArgumentException if it is of another type
  public static SeqpacketSocket adopt(Socket socket) {
    if (!socket.type().equals(SocketType.SEQPACKET)) {
      throw new IllegalArgumentException("no sequenced packets: " + socket);
    }
    return new SeqpacketSocket(socket);
  }

  @Override
  public Socket socket() {
    return socket;
  }

  /// Sends a message, waiting for room. Allocates nothing on a platform thread.
  ///
  /// @param message in native memory; it may be empty
  /// @throws IllegalArgumentException if it is on the heap
  /// @throws UnixException with EMSGSIZE if it is longer than the send buffer, EPIPE or ECONNRESET
  ///   if the peer is gone, EBADF if this socket is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public void send(MemorySegment message) throws UnixException, InterruptedException {
    var _ = socket.send(message);
  }

  /// Sends a message, waiting until a deadline for room.
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

  /// Receives a message, waiting for it. Allocates nothing on a platform thread.
  ///
  /// @param into where it goes, in native memory
  /// @return how long it was (if that is more than `into` has room for, the rest is lost), or -1 at
  ///   the end
  /// @throws IllegalArgumentException if `into` is on the heap or read-only
  /// @throws UnixException with ECONNRESET if the peer closed without receiving all it got, or
  ///   EBADF if this socket is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  public int receive(MemorySegment into) throws UnixException, InterruptedException {
    var length = socket.receive(into);
    return length == 0 && Messages.isOver(socket) ? -1 : length;
  }

  /// Receives a message until a deadline.
  ///
  /// @param into where it goes, in native memory
  /// @param deadline when to give up
  /// @return the message, the end, or that the deadline passed
  /// @throws IllegalArgumentException if `into` is on the heap or read-only
  /// @throws UnixException as [#receive(MemorySegment)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  public Received receive(MemorySegment into, Deadline deadline)
      throws UnixException, InterruptedException {
    return socket.receive(into, Intake.PLAIN, deadline);
  }

  /// Ends one direction or both.
  ///
  /// @param direction what ends; after [Direction#SENDING] the peer receives the end, and can go on
  ///   to send
  /// @throws UnixException as [Socket#shutdown]
  public void shutdown(Direction direction) throws UnixException {
    socket.shutdown(direction);
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public String toString() {
    return socket.toString();
  }
}
