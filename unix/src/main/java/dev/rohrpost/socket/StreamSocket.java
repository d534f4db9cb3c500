package dev.rohrpost.socket;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.fd.WriteEnd;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.List;
import java.util.Optional;

/// A connection that carries a stream of bytes in both directions: of UNIX, TCP or vsock.
///
/// Its [#readEnd()] and [#writeEnd()] are those of a pipe, and have the same methods; closing any
/// of the three closes the socket. To end one direction only, use [#shutdown].
///
/// @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
/// @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
public final class StreamSocket implements AnySocket, ByteChannel {
  private static final Wait.Operation READING = Transmission.RECEIVE.ofStream();
  private static final Wait.Operation WRITING = Transmission.SEND.ofStream();

  private final Socket socket;
  private final ReadEnd readEnd;
  private final WriteEnd writeEnd;

  private StreamSocket(Socket socket) {
    this.socket = socket;
    this.readEnd = new ReadEnd(socket.fd(), READING);
    this.writeEnd = new WriteEnd(socket.fd(), WRITING);
  }

  /// Connects to an address, waiting as long as it takes: to a UNIX socket until there is room in
  /// the queue of its listener, to a host until it answers or the kernel gives up after about two
  /// minutes.
  ///
  /// @param to where somebody listens
  /// @return the connection; the caller closes it
  /// @throws UnixException as [Socket#connect]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static StreamSocket connect(Address to) throws UnixException, InterruptedException {
    return connect(to, Deadline.NEVER).orElseThrow();
  }

  /// Connects to an address until a deadline.
  ///
  /// @param to where somebody listens
  /// @param deadline when to give up
  /// @return the connection, which the caller closes; empty if the deadline passed
  /// @throws UnixException as [Socket#connect]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Optional<StreamSocket> connect(Address to, Deadline deadline)
      throws UnixException, InterruptedException {
    return Connecting.connected(to, SocketType.STREAM, deadline).map(StreamSocket::new);
  }

  /// Connects to one of the addresses of a host, until a deadline that all share. An address that
  /// does not answer within a quarter of a second goes on beside the next one, and the first that
  /// answers wins; addresses of both versions of the internet protocol take turns.
  ///
  /// @param addresses in the order of preference, such as [InternetAddress#resolve] answers; not
  ///   empty
  /// @param deadline when to give up
  /// @return the connection, which the caller closes; empty if the deadline passed
  /// @throws IllegalArgumentException if there is no address
  /// @throws UnixException as [Socket#connect], if all of them failed: of the last that did
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  /// @see <a href="https://www.rfc-editor.org/rfc/rfc8305">RFC 8305</a>
  public static Optional<StreamSocket> connect(List<? extends Address> addresses, Deadline deadline)
      throws UnixException, InterruptedException {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no address to connect to");
    }
    return Candidates.connect(addresses, SocketType.STREAM, deadline).map(StreamSocket::new);
  }

  /// Makes two UNIX sockets that are connected to each other.
  ///
  /// @return the sockets; the caller closes them
  /// @throws UnixException with EMFILE or ENFILE
  public static SocketPair<StreamSocket> pair() throws UnixException {
    var two = Socket.pair(SocketType.STREAM);
    return new SocketPair<>(new StreamSocket(two.first()), new StreamSocket(two.second()));
  }

  /// Listens at an address. A socket file is made for this user only; one that is there already is
  /// EADDRINUSE, also where a server that was killed has left it.
  ///
  /// @param at where; with port 0, [Listener#address()] says which one it became
  /// @return what accepts the connections; the caller closes it
  /// @throws UnixException as [Listener#open]
  public static Listener<StreamSocket> listen(Address at) throws UnixException {
    return listen(at, Binding.SAFE);
  }

  /// Listens at an address.
  ///
  /// @param at where
  /// @param binding how to bind to it
  /// @return what accepts the connections; the caller closes it
  /// @throws UnixException as [Listener#open]
  public static Listener<StreamSocket> listen(Address at, Binding binding) throws UnixException {
    return Listener.open(at, SocketType.STREAM, binding, StreamSocket::new);
  }

  /// Takes over a socket of streams as a connection.
  ///
  /// @param socket of type [SocketType#STREAM]; closing the connection closes it. If this fails,
  ///   the socket stays the caller's, open as it was
  /// @return the connection
  /// @throws IllegalArgumentException if it is of another type
  public static StreamSocket adopt(Socket socket) {
    if (!socket.type().equals(SocketType.STREAM)) {
      throw new IllegalArgumentException("no stream: " + socket);
    }
    return new StreamSocket(socket);
  }

  @Override
  public Socket socket() {
    return socket;
  }

  /// {@return the end from which bytes of the peer are read; closing it closes the socket}
  public ReadEnd readEnd() {
    return readEnd;
  }

  /// {@return the end to which bytes for the peer are written; closing it closes the socket}
  public WriteEnd writeEnd() {
    return writeEnd;
  }

  /// Waits for bytes and reads what is there. Allocates nothing on a platform thread.
  ///
  /// @param into where the bytes go, in native memory
  /// @return how many bytes, -1 at the end of the stream, 0 only if `into` is empty
  /// @throws IllegalArgumentException if `into` is on the heap or read-only
  /// @throws UnixException with ECONNRESET if the peer closed without reading all it got, ENOTCONN,
  ///   or EBADF if this socket is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was read then
  public int read(MemorySegment into) throws UnixException, InterruptedException {
    return readEnd.read(into);
  }

  /// Waits for bytes until a deadline, and reads what is there.
  ///
  /// @param into where the bytes go, in native memory; not empty
  /// @param deadline when to give up
  /// @return the bytes read, the end of the stream, or that the deadline passed
  /// @throws IllegalArgumentException if `into` is empty, on the heap or read-only
  /// @throws UnixException as [#read(MemorySegment)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was read then
  public Transfer read(MemorySegment into, Deadline deadline)
      throws UnixException, InterruptedException {
    return readEnd.read(into, deadline);
  }

  /// Waits for bytes and reads what is there, and the descriptors that come with it. Allocates
  /// nothing on a platform thread if none come.
  ///
  /// @param into where the bytes go, in native memory; not empty
  /// @param descriptors what came with them; what it still had from an earlier read is closed
  /// @return how many bytes, -1 at the end of the stream
  /// @throws IllegalArgumentException if `into` is empty, on the heap or read-only
  /// @throws UnixException as [#read(MemorySegment)]; a process without room for descriptors is no
  ///   failure, see [DescriptorBuffer]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was read then
  /// @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
  public int read(MemorySegment into, DescriptorBuffer descriptors)
      throws UnixException, InterruptedException {
    var count = descriptors.read(socket, into, 0, into.byteSize(), Deadline.NEVER);
    return count == 0 ? -1 : (int) count;
  }

  /// Waits for bytes until a deadline, and reads what is there, and the descriptors that come with
  /// it.
  ///
  /// @param into where the bytes go, in native memory; not empty
  /// @param descriptors what came with them; what it still had from an earlier read is closed
  /// @param deadline when to give up
  /// @return the bytes read, the end of the stream, or that the deadline passed
  /// @throws IllegalArgumentException if `into` is empty, on the heap or read-only
  /// @throws UnixException as [#read(MemorySegment, DescriptorBuffer)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was read then
  public Transfer read(MemorySegment into, DescriptorBuffer descriptors, Deadline deadline)
      throws UnixException, InterruptedException {
    return read(into, 0, into.byteSize(), descriptors, deadline);
  }

  /// As above, into a part of a segment, which needs no slice.
  ///
  /// @param memory native memory
  /// @param from where in it the first byte goes
  /// @param count how many bytes there is room for, 1 or more
  /// @param descriptors what came with them; what it still had from an earlier read is closed
  /// @param deadline when to give up
  /// @return the bytes read, the end of the stream, or that the deadline passed
  /// @throws IndexOutOfBoundsException if the part does not lie in the segment
  /// @throws IllegalArgumentException if the part is empty, or `memory` on the heap or read-only
  /// @throws UnixException as [#read(MemorySegment, DescriptorBuffer)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was read then
  public Transfer read(
      MemorySegment memory, long from, long count, DescriptorBuffer descriptors, Deadline deadline)
      throws UnixException, InterruptedException {
    var got = descriptors.read(socket, memory, from, count, deadline);
    if (got == Wait.TIMED_OUT) {
      return Transfer.TIMED_OUT;
    }
    return got == 0 ? Transfer.END : new Transfer.Bytes((int) got);
  }

  /// Writes all the bytes, waiting for room. Allocates nothing on a platform thread.
  ///
  /// @param bytes what to write, in native memory
  /// @throws UnixException with EPIPE or ECONNRESET if the peer is gone, or EBADF if this socket is
  ///   or gets closed; the message tells how many bytes had been written, if any
  /// @throws InterruptedException if the thread is or gets interrupted: an
  ///   [dev.rohrpost.fd.InterruptedTransferException] if some bytes had been written
  public void write(MemorySegment bytes) throws UnixException, InterruptedException {
    writeEnd.write(bytes);
  }

  /// Writes what there is room for, waiting until a deadline for the first byte.
  ///
  /// @param bytes what to write, in native memory; not empty
  /// @param deadline when to give up
  /// @return the number of bytes written, or that the deadline passed
  /// @throws IllegalArgumentException if `bytes` is empty
  /// @throws UnixException as [#write(MemorySegment)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was written then
  public Transfer write(MemorySegment bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    return writeEnd.write(bytes, deadline);
  }

  /// Writes bytes that lie in several places, all of them, waiting for room. The descriptors that
  /// are attached go with the first byte. Allocates nothing on a platform thread.
  ///
  /// @param bytes what to write; what was written is taken out, also when an exception is thrown
  /// @throws IllegalArgumentException if descriptors are attached and there are no bytes, or this
  ///   is no UNIX socket
  /// @throws UnixException as [#write(MemorySegment)], and with EBADF also if an attached
  ///   descriptor is closed, ETOOMANYREFS if this user has too many on their way (`RLIMIT_NOFILE`),
  ///   EPERM if the receiver takes none
  /// @throws InterruptedException as [#write(MemorySegment)]
  public void write(Gather bytes) throws UnixException, InterruptedException {
    bytes.sendAllTo(socket);
  }

  /// Writes what there is room for of bytes that lie in several places, waiting until a deadline
  /// for the first byte, with which the attached descriptors go.
  ///
  /// @param bytes what to write, not empty; what was written is taken out
  /// @param deadline when to give up
  /// @return the number of bytes written, or that the deadline passed
  /// @throws IllegalArgumentException if `bytes` is empty, or if descriptors are attached and this
  ///   is no UNIX socket
  /// @throws UnixException as [#write(Gather)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was written then
  public Transfer write(Gather bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    if (bytes.size() == 0) {
      throw new IllegalArgumentException("nothing to write");
    }
    var count = bytes.sendTo(socket, deadline);
    return count == Wait.TIMED_OUT ? Transfer.TIMED_OUT : new Transfer.Bytes((int) count);
  }

  @Override
  public int read(ByteBuffer into) throws UnixException, InterruptedIOException {
    return readEnd.read(into);
  }

  @Override
  public int write(ByteBuffer bytes) throws UnixException, InterruptedIOException {
    return writeEnd.write(bytes);
  }

  /// {@return what comes from the peer, as a stream; closing it closes the socket}
  public InputStream inputStream() {
    return readEnd.inputStream();
  }

  /// {@return what goes to the peer, as a stream without a buffer of its own; closing it closes the
  /// socket}
  public OutputStream outputStream() {
    return writeEnd.outputStream();
  }

  /// Ends one direction or both.
  ///
  /// @param direction what ends; after [Direction#SENDING] the peer reads the end of the stream,
  ///   and can go on to send
  /// @throws UnixException as [Socket#shutdown]
  public void shutdown(Direction direction) throws UnixException {
    socket.shutdown(direction);
  }

  @Override
  public boolean isOpen() {
    return !socket.fd().isClosed();
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
