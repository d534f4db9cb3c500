package dev.rohrpost.messaging;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.AnySocket;
import dev.rohrpost.socket.Direction;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.Intake;
import dev.rohrpost.socket.Outgoing;
import dev.rohrpost.socket.Received;
import dev.rohrpost.socket.Received.Cut;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.SocketType;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A socket that takes part in a [Relay].
///
/// One that others may share is left as it is: it is not shut down, and its options stay. Its peer
/// then sees the end when the last process closes it.
final class RelaySocket implements RelaySide {
  private static final Intake PEEKING = Intake.PLAIN.with(Intake.Way.PEEK);

  private final String name;
  private final AnySocket any;
  private final Socket socket;
  private final boolean ours;
  private final boolean isStream;
  private final boolean isUnix;
  private final boolean isConnected;
  private volatile boolean ended;

  /// Of the latest datagram, where there is no one peer.
  private volatile Address sender;

  private RelaySocket(String name, AnySocket socket, boolean ours) {
    this.name = name;
    this.socket = socket.socket();
    this.ours = ours;
    this.isStream = this.socket.type().equals(SocketType.STREAM);
    this.isUnix = this.socket.domain().equals(Domain.UNIX);
    this.any = isStream && socket instanceof Socket bare ? StreamSocket.adopt(bare) : socket;
    this.isConnected = hasPeer(this.socket);
    this.sender = isConnected ? new UnixAddress.Unnamed() : firstSender();
  }

  private static boolean hasPeer(Socket socket) {
    try {
      var _ = socket.peerAddress();
      return true;
    } catch (UnixException e) {
      return !socket.type().equals(SocketType.DATAGRAM); // it was, if its peer has left already
    }
  }

  /// A socket that was opened or accepted here.
  static RelaySide ours(String name, AnySocket socket) {
    var side = new RelaySocket(name, socket, true);
    if (side.isTcp()) {
      side.set(SocketOption.NO_DELAY, true); // what is passed on was put together by its sender
    }
    return side;
  }

  /// A socket that this process inherited.
  static RelaySide shared(String name, Socket socket) {
    return new RelaySocket(name, socket, false);
  }

  private boolean isTcp() {
    return isStream
        && (socket.domain().equals(Domain.INTERNET) || socket.domain().equals(Domain.INTERNET_6));
  }

  private <T> void set(SocketOption<T> option, T value) {
    try {
      socket.set(option, value);
    } catch (UnixException e) {
      // It has just been reset; reading or writing says so.
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean reads() {
    return true;
  }

  /// Of datagrams without a return address, there is nobody to answer.
  @Override
  public boolean writes() {
    return isConnected || !(sender instanceof UnixAddress.Unnamed);
  }

  /// Where the first datagram came from that waits.
  private Address firstSender() {
    try {
      return socket.receive(MemorySegment.NULL, PEEKING, Deadline.NOW)
              instanceof Received.Message next
          ? next.from()
          : new UnixAddress.Unnamed();
    } catch (UnixException e) {
      return new UnixAddress.Unnamed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new UnixAddress.Unnamed();
    }
  }

  @Override
  public Optional<Fd> in() {
    return isStream && !isUnix ? Optional.of(socket.fd()) : Optional.empty();
  }

  @Override
  public Optional<Fd> out() {
    return isStream ? Optional.of(socket.fd()) : Optional.empty();
  }

  @Override
  public boolean keepsBorders() {
    return !isStream;
  }

  @Override
  public int longest() throws UnixException {
    return isStream ? Integer.MAX_VALUE : SocketSender.longest(socket);
  }

  @Override
  public boolean carriesDescriptors() {
    return isUnix;
  }

  /// One of the internet is shorter than any room.
  @Override
  public int nextLength() throws UnixException, InterruptedException {
    return isUnix
            && !isStream
            && socket.receive(MemorySegment.NULL, PEEKING, Deadline.NEVER)
                instanceof Received.Message next
        ? next.length()
        : 0;
  }

  @Override
  public Optional<Piece> read(MemorySegment room) throws UnixException, InterruptedException {
    if (any instanceof StreamSocket stream && !isUnix) {
      var count = stream.read(room);
      return count < 0 ? Optional.empty() : Optional.of(Piece.of(room.asSlice(0, count)));
    }
    var intake = isUnix ? Intake.WITH_DESCRIPTORS : Intake.PLAIN;
    if (!(socket.receive(room, intake, Deadline.NEVER) instanceof Received.Message message)) {
      return Optional.empty();
    }
    if (message.cut().contains(Cut.BYTES)) { // another process has taken the one that was measured
      message.close();
      throw UnixException.of("recvmsg", name, Errno.EMSGSIZE);
    }
    if (!isConnected && !(message.from() instanceof UnixAddress.Unnamed)) {
      sender = message.from();
    }
    var lost = message.cut().contains(Cut.CONTROL) ? 1 : 0;
    var bytes = room.asSlice(0, message.bytes());
    return Optional.of(new Piece(bytes, message.descriptors(), lost));
  }

  @Override
  public int write(MemorySegment bytes, List<Fd> descriptors, Deadline deadline)
      throws UnixException, InterruptedException {
    if (any instanceof StreamSocket stream && descriptors.isEmpty()) {
      if (deadline == Deadline.NEVER) {
        stream.write(bytes);
        return (int) bytes.byteSize();
      }
      return stream.write(bytes, deadline) instanceof Transfer.Bytes(int count) ? count : 0;
    }
    var message = Outgoing.of(bytes).with(descriptors);
    return send(isConnected ? message : message.to(sender), deadline);
  }

  /// A packet that was too long for this socket may be so no more with a larger buffer.
  private int send(Outgoing message, Deadline deadline) throws UnixException, InterruptedException {
    Transfer sent;
    try {
      sent = socket.send(message, deadline);
    } catch (UnixException e) {
      if (!e.is(Errno.EMSGSIZE) || !isUnix || !ours) {
        throw e;
      }
      socket.set(SocketOption.SEND_BUFFER, (int) message.parts().getFirst().byteSize());
      sent = socket.send(message, deadline);
    }
    return sent instanceof Transfer.Bytes(int count) ? count : 0;
  }

  @Override
  public void endWriting() {
    ended = true;
    shutdown(Direction.SENDING);
  }

  @Override
  public void endReading() {
    shutdown(Direction.RECEIVING);
  }

  private void shutdown(Direction direction) {
    if (ours) {
      try {
        socket.shutdown(direction);
      } catch (UnixException e) {
        // the peer has gone: nothing is left to be ended
      }
    }
  }

  @Override
  public boolean isGone() {
    try {
      return socket.hasHungUp();
    } catch (UnixException e) {
      return true;
    }
  }

  /// The kernel tells a reset once. If the other direction was told, this one reads an end, but of
  /// both directions although this side has not ended its own.
  @Override
  public boolean wasReset() {
    return isTcp() && !ended && isGone();
  }

  @Override
  public boolean isLostWhenWritingFails() {
    return isTcp();
  }

  @Override
  public void reset() {
    if (isTcp() && ours) {
      set(SocketOption.LINGER, Optional.of(Duration.ZERO));
    }
  }

  @Override
  public void close() {
    any.close();
  }
}
