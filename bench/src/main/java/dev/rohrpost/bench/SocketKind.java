package dev.rohrpost.bench;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Received;
import dev.rohrpost.socket.SeqpacketSocket;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import java.io.IOException;

/// The kinds of socket, and how two processes meet over one of them by our means.
enum SocketKind {
  UNIX_STREAM,
  UNIX_DATAGRAM,
  UNIX_SEQPACKET,
  TCP;

  /// Waits for the partner, which is told where.
  Wire meet(Partner partner, int size) throws IOException, InterruptedException {
    return switch (this) {
      case UNIX_STREAM -> {
        try (var listener = StreamSocket.listen(anyName())) {
          var _ = partner.startWithOurs(listener.address().toString());
          yield wire(listener.accept(), size);
        }
      }
      case UNIX_SEQPACKET -> {
        try (var listener = SeqpacketSocket.listen(anyName())) {
          var _ = partner.startWithOurs(listener.address().toString());
          yield new SocketWire(listener.accept(), size);
        }
      }
      case UNIX_DATAGRAM -> {
        var socket = DatagramSocket.bind(anyName());
        var _ = partner.startWithOurs(socket.address().toString());
        var wire = new SocketWire(socket, size);
        if (socket.receive(wire.buffer(), Deadline.NEVER) instanceof Received.Message hello) {
          socket.connectTo(hello.from());
        }
        yield wire;
      }
      case TCP -> {
        try (var listener = StreamSocket.listen(InternetAddress.loopback(0))) {
          var port = ((InternetAddress) listener.address()).port();
          var _ = partner.startWithOurs(Integer.toString(port));
          yield wire(atOnce(listener.accept()), size);
        }
      }
    };
  }

  /// The other side.
  Wire call(String address, int size) throws IOException, InterruptedException {
    return switch (this) {
      case UNIX_STREAM -> wire(StreamSocket.connect(UnixAddress.of(address)), size);
      case UNIX_SEQPACKET -> new SocketWire(SeqpacketSocket.connect(UnixAddress.of(address)), size);
      case UNIX_DATAGRAM -> {
        var wire = new SocketWire(DatagramSocket.connect(UnixAddress.of(address)), size);
        wire.send();
        yield wire;
      }
      case TCP -> {
        var port = Integer.parseInt(address);
        yield wire(atOnce(StreamSocket.connect(InternetAddress.loopback(port))), size);
      }
    };
  }

  private static UnixAddress anyName() {
    return new UnixAddress.Abstract("rohrpost-bench-" + ProcessHandle.current().pid());
  }

  private static StreamSocket atOnce(StreamSocket socket) throws IOException {
    socket.socket().set(SocketOption.NO_DELAY, true);
    return socket;
  }

  private static Wire wire(StreamSocket socket, int size) {
    return new FdWire(socket.readEnd(), socket.writeEnd(), size);
  }
}
