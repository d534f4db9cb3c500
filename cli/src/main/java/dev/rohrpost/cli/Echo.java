package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Received;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketType;
import dev.rohrpost.socket.UnixAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One question and its answer on one socket: what shows that both sides of it may send.
///
/// @param address where the one who answers is
/// @param type of both sockets
record Echo(Address address, SocketType type) {
  private static final int ROOM = 256;

  static Echo at(String uri) {
    return switch (Endpoint.parse(uri)) {
      case Endpoint.UnixSocket(var style, var name, _) ->
          new Echo(
              UnixAddress.of(name),
              switch (style) {
                case STREAM -> SocketType.STREAM;
                case DATAGRAM -> SocketType.DATAGRAM;
                case SEQPACKET -> SocketType.SEQPACKET;
              });
      case Endpoint.Internet(var protocol, var host, var port, _) ->
          new Echo(
              InternetAddress.of(host, port),
              protocol == Endpoint.Internet.Protocol.TCP ? SocketType.STREAM : SocketType.DATAGRAM);
      default -> throw new IllegalArgumentException("no socket: " + uri);
    };
  }

  /// Answers one question with the same bytes.
  void answer() throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var room = arena.allocate(ROOM);
      if (type.equals(SocketType.DATAGRAM)) {
        answerDatagram(room);
        return;
      }
      try (var listener = Socket.open(address.domain(), type, 0)) {
        listener.bind(address);
        listener.listen(1);
        try (var client = listener.accept(Scene.soon()).orElseThrow(this::nobody)) {
          client.send(room.asSlice(0, client.receive(room)));
        }
      }
    }
  }

  private void answerDatagram(MemorySegment room) throws IOException, InterruptedException {
    try (var socket = DatagramSocket.bind(address)) {
      if (socket.receive(room, Scene.soon()) instanceof Received.Message message) {
        socket.send(room.asSlice(0, message.bytes()), message.from(), Scene.soon());
      }
    }
  }

  /// Asks, as soon as somebody is there.
  ///
  /// @param here where a datagram may be answered to
  /// @return the answer
  String ask(String question, Address here) throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined();
        var socket = Socket.open(address.domain(), type, 0)) {
      if (type.equals(SocketType.DATAGRAM)) {
        socket.bind(here);
      }
      Scene.<Boolean>asSoonAsThere(() -> socket.connect(address, Scene.soon()));
      var bytes = arena.allocateFrom(question);
      if (!(socket.send(bytes, Scene.soon()) instanceof Transfer.Bytes)) {
        throw nobody();
      }
      var room = arena.allocate(ROOM);
      socket.receive(room);
      return room.getString(0);
    }
  }

  private UnixException nobody() {
    return UnixException.of("receive", address.toString(), Errno.ETIMEDOUT);
  }
}
