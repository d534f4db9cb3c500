package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.output.Out;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.messaging.Selection;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.Intake;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Received;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.SocketType;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.socket.VsockAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// The part of the other process of a trial on a socket, other than the commands.
///
/// @param address where it is
/// @param type of its socket and of ours
record Echo(Address address, SocketType type) {
  private static final int ROOM = 64 * 1024;

  /// As much of a message as is shown.
  private static final int SHOWN = 100;

  /// A part of what is sent in vain.
  private static final int PIECE = 4096;

  /// More of these than fit anywhere.
  private static final int PIECES = 5000;

  static Echo at(String uri) {
    return switch (Endpoint.parse(uri)) {
      case Endpoint.UnixSocket(var style, var name, _, _) ->
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
      case Endpoint.Vsock(long cid, long port, _) ->
          new Echo(new VsockAddress((int) cid, (int) port), SocketType.STREAM);
      default -> throw new IllegalArgumentException("no socket: " + uri);
    };
  }

  /// Returns an address of the same kind that nobody has; for a file, beside the other.
  Address another() {
    return switch (address) {
      case InternetAddress _ -> InternetAddress.loopback(0);
      case VsockAddress _ -> new VsockAddress(VsockAddress.ANY, -1);
      case UnixAddress.File(var path) ->
          new UnixAddress.File(path.resolveSibling(path.getFileName() + ".2"));
      default -> throw new IllegalArgumentException(address.toString());
    };
  }

  /// Opens a socket at an address, for others to send to.
  Socket opened(Address at) throws UnixException {
    var socket = Socket.open(at.domain(), type, 0);
    var done = false;
    try {
      socket.bind(at);
      if (!isDatagram()) {
        socket.listen(1);
      }
      done = true;
      return socket;
    } finally {
      if (!done) {
        socket.close();
      }
    }
  }

  boolean isDatagram() {
    return type.equals(SocketType.DATAGRAM);
  }

  /// The answer of a process.
  static String answerOf(long pid) {
    return "back from " + pid;
  }

  /// Answers whatever comes first.
  void answer() throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined();
        var socket = opened(address)) {
      var room = arena.allocate(ROOM);
      var text = answerOf(ProcessHandle.current().pid());
      var answer = arena.allocateFrom(text).asSlice(0, text.length());
      if (isDatagram()) {
        var datagrams = DatagramSocket.adopt(socket);
        if (datagrams.receive(room, Scene.soon()) instanceof Received.Message message) {
          datagrams.send(answer, message.from(), Scene.soon());
        }
        return;
      }
      try (var client = socket.accept(Scene.soon()).orElseThrow(this::nobody)) {
        client.receive(room, Intake.PLAIN, Scene.soon());
        client.send(answer, Scene.soon());
        while (client.receive(room, Intake.PLAIN, Scene.soon()) instanceof Received.Message) {
          // Closing before the end would cut off the answer.
        }
      }
    }
  }

  /// Fills the way there, while the other process does nothing; then it answers.
  ///
  /// @return the answer, and how much was sent before it
  Asked ask(Partner partner) throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined();
        var socket = Socket.open(address.domain(), type, 0)) {
      if (isDatagram()) {
        socket.bind(address instanceof UnixAddress ? new UnixAddress.Unnamed() : another());
      }
      Scene.<Boolean>asSoonAsThere(() -> socket.connect(address, Scene.soon()));
      partner.stop();
      var pieces = 0;
      try {
        var piece = arena.allocate(PIECE);
        while (pieces < PIECES && socket.send(piece, Deadline.NOW) instanceof Transfer.Bytes) {
          pieces++;
        }
      } finally {
        partner.goOn();
      }
      var room = arena.allocate(ROOM);
      if (socket.receive(room, Intake.PLAIN, Scene.soon()) instanceof Received.Message message) {
        return new Asked(text(room, message.bytes()), pieces * (PIECE >> 10));
      }
      throw nobody();
    }
  }

  /// An answer.
  ///
  /// @param kib how much was sent before
  record Asked(String answer, int kib) {}

  private UnixException nobody() {
    return Scene.late("receive", address.toString());
  }

  /// Prints what comes, a line for each. At a port of UDP others may be, too.
  static void hear(String uri, Out out) throws IOException, InterruptedException {
    if (Endpoint.parse(uri) instanceof Endpoint.Internet internet
        && internet.protocol() == Endpoint.Internet.Protocol.UDP) {
      hearBeside(at(uri).address(), out);
      return;
    }
    try (var receiver =
        Receiver.open(Endpoint.parse(uri), Selection.ANY, Scene.soon())
            .orElseThrow(() -> Scene.late("receive", uri))) {
      while (receiver.receive(Scene.soon()) instanceof Receiver.Received.Data(var message)
          && !message.text().equals(Partner.END_OF_HEARING)) {
        show(message.text(), out);
      }
    }
  }

  private static void hearBeside(Address at, Out out) throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined();
        var socket = shared(at)) {
      var room = arena.allocate(ROOM);
      while (socket.receive(room, Scene.soon()) instanceof Received.Message message) {
        var text = text(room, message.bytes());
        if (text.equals(Partner.END_OF_HEARING)) {
          return;
        }
        show(text, out);
      }
    }
  }

  /// Opens a socket at an address that others have, too.
  static DatagramSocket shared(Address at) throws UnixException {
    var socket = DatagramSocket.open(at.domain());
    var done = false;
    try {
      socket.socket().set(SocketOption.REUSE_ADDRESS, true);
      socket.socket().bind(at);
      done = true;
      return socket;
    } finally {
      if (!done) {
        socket.close();
      }
    }
  }

  private static void show(String text, Out out) throws IOException {
    out.line(text.length() <= SHOWN ? text : text.substring(0, SHOWN));
  }

  /// Returns what was received.
  static String text(MemorySegment room, long bytes) {
    var all = room.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
    return new String(all, StandardCharsets.UTF_8);
  }
}
