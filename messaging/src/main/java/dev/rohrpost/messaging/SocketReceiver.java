package dev.rohrpost.messaging;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.AnySocket;
import dev.rohrpost.socket.Credentials;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.Intake;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.Received.Cut;
import dev.rohrpost.socket.Received.End;
import dev.rohrpost.socket.Received.TimedOut;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketType;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.socket.VsockAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Receives from a socket. With a listener, the one who comes next is received from when the one
/// before has gone.
final class SocketReceiver implements Receiver {
  static final String ABILITY = "it gives what comes, in its order";

  /// Of a stream; and enough for most messages.
  private static final int PIECE = 64 * 1024;

  private final @Nullable Listener<? extends AnySocket> listener;
  private volatile @Nullable AnySocket socket;
  private final SocketType type;

  private SocketReceiver(@Nullable Listener<? extends AnySocket> listener, AnySocket socket) {
    this.listener = listener;
    this.socket = socket;
    this.type = socket.socket().type();
  }

  /// Receives from one socket.
  static Receiver of(AnySocket socket) {
    return new SocketReceiver(null, socket);
  }

  /// Waits for somebody to receive from; empty if nobody came in time.
  static Optional<Receiver> of(Listener<? extends AnySocket> listener, Deadline deadline)
      throws UnixException, InterruptedException {
    Optional<Receiver> receiver = Optional.empty();
    try {
      var first = listener.accept(deadline);
      receiver = first.map(socket -> new SocketReceiver(listener, socket));
      return receiver;
    } finally {
      if (receiver.isEmpty()) {
        listener.close();
      }
    }
  }

  @Override
  public boolean keepsBorders() {
    return !type.equals(SocketType.STREAM);
  }

  @Override
  public Received receive(Deadline deadline) throws UnixException, InterruptedException {
    var from = socket;
    if (from == null && listener != null) {
      from = listener.accept(deadline).orElse(null);
      socket = from;
    }
    if (from == null) {
      return new Received.Nothing();
    }
    try {
      return receive(from, deadline);
    } catch (UnixException.Disconnected e) {
      next(from);
      throw e;
    }
  }

  @Override
  public boolean hasSuccessors() {
    return listener != null;
  }

  /// One sender is done with.
  private void next(AnySocket done) {
    if (listener != null) {
      done.close();
      socket = null;
    }
  }

  private Received receive(AnySocket from, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var room = arena.allocate(room(from, deadline));
      return switch (from.socket().receive(room, intake(from), deadline)) {
        case TimedOut _ -> new Received.Nothing();
        case End _ -> {
          next(from);
          yield new Received.Closed();
        }
        case dev.rohrpost.socket.Received.Message message -> {
          requireWhole(from, message);
          yield new Received.Data(message(from, room, message));
        }
      };
    }
  }

  /// Another process that shares the socket may have taken the message that was measured.
  private static void requireWhole(AnySocket from, dev.rohrpost.socket.Received.Message message)
      throws UnixException {
    if (message.cut().contains(Cut.BYTES)) {
      message.close();
      throw UnixException.of("recvmsg", from.socket().fd().toString(), Errno.EMSGSIZE);
    }
  }

  private static Intake intake(AnySocket from) {
    return from.socket().domain().equals(Domain.UNIX) ? Intake.WITH_DESCRIPTORS : Intake.PLAIN;
  }

  /// As much as the next message needs, which is asked for by a look at none of its bytes.
  private long room(AnySocket from, Deadline deadline) throws UnixException, InterruptedException {
    if (keepsBorders()
        && from.socket().receive(MemorySegment.NULL, Intake.PLAIN.with(Intake.Way.PEEK), deadline)
            instanceof dev.rohrpost.socket.Received.Message next) {
      return Math.max(PIECE, next.length());
    }
    return PIECE;
  }

  private static Message message(
      AnySocket from, MemorySegment room, dev.rohrpost.socket.Received.Message received)
      throws UnixException {
    var message =
        Message.of(room.asSlice(0, received.bytes()).toArray(ValueLayout.JAVA_BYTE))
            .withDescriptors(received.descriptors());
    var sender = sender(from, received);
    if (sender.isPresent() && sender.get().pid() != 0) {
      message = message.fromProcess(sender.get().pid(), sender.get().uid());
    }
    var address = address(from, received);
    return address.isPresent() ? message.fromAddress(address.get()) : message;
  }

  /// Of a connection it is who connected; of a datagram who sent it.
  private static Optional<Credentials> sender(
      AnySocket from, dev.rohrpost.socket.Received.Message received) throws UnixException {
    var socket = from.socket();
    if (!socket.domain().equals(Domain.UNIX) || socket.type().equals(SocketType.DATAGRAM)) {
      return received.sender();
    }
    return Optional.of(socket.peerCredentials());
  }

  private static Optional<String> address(
      AnySocket from, dev.rohrpost.socket.Received.Message received) throws UnixException {
    var socket = from.socket();
    var isDatagram = socket.type().equals(SocketType.DATAGRAM);
    var scheme =
        isDatagram ? "-dgram:" : socket.type().equals(SocketType.STREAM) ? ":" : "-seqpacket:";
    return switch (isDatagram ? received.from() : peer(socket)) {
      case UnixAddress.Unnamed() -> Optional.empty();
      case UnixAddress name -> Optional.of("unix" + scheme + name);
      case InternetAddress name -> Optional.of((isDatagram ? "udp://" : "tcp://") + name);
      case VsockAddress(int cid, int port) ->
          Optional.of(
              "vsock://" + Integer.toUnsignedString(cid) + ":" + Integer.toUnsignedString(port));
      case Address.Other name -> Optional.of(name.toString());
    };
  }

  /// A peer that was cut off has no address any more, but its bytes count.
  private static Address peer(Socket socket) throws UnixException {
    try {
      return socket.peerAddress();
    } catch (UnixException.Disconnected e) {
      return new UnixAddress.Unnamed();
    }
  }

  @Override
  public void close() {
    var open = socket;
    if (open != null) {
      open.close();
    }
    if (listener != null) {
      listener.close();
    }
  }
}
