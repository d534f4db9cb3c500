package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.StreamSocket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes connections. Authentication and the first call leave in one write: a connection costs one
/// round trip.
final class Connector {
  /// How many bytes a nonce has.
  static final int NONCE = 16;

  private Connector() {}

  /// What is at the other end.
  enum Kind {
    BUS,
    PEER
  }

  /// Tries each way of an address.
  static Connected connect(BusAddress address, Kind kind, BusLimits limits, Deadline deadline)
      throws DbusException, InterruptedException {
    var reasons = new ArrayList<String>();
    IOException last = null;
    for (var transport : address.transports()) {
      try {
        return connect(transport, kind, limits, deadline);
      } catch (DbusTimeoutException e) {
        throw e;
      } catch (IOException e) {
        last = e;
        reasons.add(transport + ": " + (e instanceof DbusException d ? d.text() : e.getMessage()));
      }
    }
    throw new DbusDisconnectedException(
        (kind == Kind.BUS ? "no bus: " : "no peer: ") + String.join("; ", reasons), false, last);
  }

  private static Connected connect(
      BusAddress.Transport transport, Kind kind, BusLimits limits, Deadline deadline)
      throws IOException, InterruptedException {
    var socket = open(transport, deadline).orElseThrow(() -> timedOut(transport));
    Connected connected = null;
    Handshake handshake = null;
    try {
      handshake = new Handshake(socket, nonce(transport), transport.guid());
      if (!handshake.perform(first(kind), deadline)) {
        throw timedOut(transport);
      }
      var inbox = new Inbox(socket);
      inbox.feed(handshake.rest(), handshake.descriptors());
      var connection = new Connection(socket, inbox, handshake.carriesDescriptors(), limits);
      connected =
          kind == Kind.BUS
              ? greeted(connection, handshake.guid(), transport, deadline)
              : new Connected(connection, "", handshake.guid());
      return connected;
    } finally {
      if (connected == null) {
        if (handshake != null) {
          handshake.drop();
        }
        socket.close();
      }
    }
  }

  private static Connected greeted(
      Connection connection, String guid, BusAddress.Transport transport, Deadline deadline)
      throws IOException, InterruptedException {
    var hello = new PendingCall(Driver.NAME, null);
    hello.begun = true;
    connection.expect(hello);
    var isGreeted = false;
    try {
      if (!connection.await(hello, deadline)) {
        throw timedOut(transport);
      }
      var reply = PendingReply.take(connection, hello);
      isGreeted = true;
      return new Connected(connection, name(reply), guid);
    } finally {
      connection.finish(hello);
      if (!isGreeted) {
        connection.close();
      }
    }
  }

  private static String name(Reply reply) throws IOException {
    try (reply) {
      if (!reply.body().isEmpty() && reply.body(0) instanceof String name) {
        return Names.checkUniqueName(name);
      }
      throw new IOException("the bus has given no name");
    } catch (IllegalArgumentException e) {
      throw new IOException("the bus has given a name that is none: " + e.getMessage(), e);
    }
  }

  private static DbusTimeoutException timedOut(BusAddress.Transport transport) {
    return new DbusTimeoutException("connection to " + transport, false);
  }

  /// {@return what follows the authentication at once: a bus is greeted}
  private static MemorySegment first(Kind kind) {
    if (kind == Kind.PEER) {
      return MemorySegment.NULL;
    }
    var message = Encoder.create();
    Driver.call("Hello").encode(message, new Header());
    return message.end();
  }

  private static byte[] nonce(BusAddress.Transport transport) throws IOException {
    if (!(transport instanceof BusAddress.Transport.Tcp tcp) || tcp.nonceFile().isEmpty()) {
      return new byte[0];
    }
    try (var file = Files.newInputStream(tcp.nonceFile().get())) {
      var nonce = file.readNBytes(NONCE + 1);
      if (nonce.length != NONCE) {
        throw new IOException(
            tcp.nonceFile().get() + " has not " + NONCE + " bytes: no file of a nonce");
      }
      return nonce;
    }
  }

  private static Optional<StreamSocket> open(BusAddress.Transport transport, Deadline deadline)
      throws IOException, InterruptedException {
    return switch (transport) {
      case BusAddress.Transport.Unix(var at, _) -> StreamSocket.connect(at, deadline);
      case BusAddress.Transport.UserRuntime(var guid) ->
          open(BusAddress.runtime(System.getenv(), guid), deadline);
      case BusAddress.Transport.Tcp tcp -> tcp(tcp, deadline);
      case BusAddress.Transport.Program(var path, var arguments, _) ->
          Optional.of(program(path, arguments));
      case BusAddress.Transport.Folder _ ->
          throw new IOException("only a server can use it, to listen there");
      case BusAddress.Transport.Skipped(_, var reason) -> throw new IOException(reason);
    };
  }

  private static Optional<StreamSocket> tcp(BusAddress.Transport.Tcp tcp, Deadline deadline)
      throws IOException, InterruptedException {
    var addresses = InternetAddress.resolve(tcp.host(), tcp.port()).orThrow();
    var socket = StreamSocket.connect(addresses, deadline);
    if (socket.isPresent()) {
      socket.get().socket().set(SocketOption.NO_DELAY, true);
    }
    return socket;
  }

  /// The program ends when its standard input does, which is when the connection is closed.
  private static StreamSocket program(String path, List<String> arguments)
      throws IOException, InterruptedException {
    var pair = StreamSocket.pair();
    var started = false;
    try (var theirs = pair.second()) {
      var end = new Redirect.To(theirs.socket().fd());
      var program = Program.of(path, arguments.toArray(String[]::new));
      try (var _ = program.withInput(end).withOutput(end).start()) {
        started = true;
        return pair.first();
      }
    } finally {
      if (!started) {
        pair.first().close();
      }
    }
  }
}
