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
  /// The serial of the first message.
  static final long GREETING = 1;

  /// How many bytes a nonce has.
  static final int NONCE = 16;

  private Connector() {}

  /// What is at the other end.
  enum Kind {
    BUS,
    PEER
  }

  /// Tries each way of an address.
  static Connection connect(BusAddress address, Kind kind, BusLimits limits, Deadline deadline)
      throws DbusException, InterruptedException {
    return new Connection(open(address, kind, deadline), limits);
  }

  /// Tries each way of an address.
  static Link open(BusAddress address, Kind kind, Deadline deadline)
      throws DbusException, InterruptedException {
    var reasons = new ArrayList<String>();
    IOException last = null;
    DbusException refusal = null;
    for (var transport : address.transports()) {
      try {
        return open(transport, kind, deadline);
      } catch (DbusTimeoutException e) {
        throw e;
      } catch (DbusException e) {
        refusal = e;
        reasons.add(transport + ": " + e.text());
      } catch (IOException e) {
        last = e;
        reasons.add(transport + ": " + e.getMessage());
      }
    }
    var text = (kind == Kind.BUS ? "no bus: " : "no peer: ") + String.join("; ", reasons);
    if (refusal != null) {
      throw new DbusException(refusal.errorName(), text, refusal);
    }
    throw new DbusDisconnectedException(text, false, last);
  }

  private static Link open(BusAddress.Transport transport, Kind kind, Deadline deadline)
      throws IOException, InterruptedException {
    var socket = socket(transport, deadline).orElseThrow(() -> timedOut(transport));
    Link link = null;
    Handshake handshake = null;
    Inbox inbox = null;
    try {
      handshake = new Handshake(socket, nonce(transport), transport.guid());
      if (!handshake.perform(first(kind), deadline)) {
        throw timedOut(transport);
      }
      inbox = new Inbox(socket);
      inbox.feed(handshake.rest(), handshake.descriptors());
      var name = kind == Kind.BUS ? greeted(inbox, transport, deadline) : "";
      link = new Link(socket, inbox, handshake.carriesDescriptors(), name, handshake.guid());
      return link;
    } finally {
      if (link == null) {
        if (inbox != null) {
          inbox.close();
        } else if (handshake != null) {
          handshake.drop();
        }
        socket.close();
      }
    }
  }

  /// Waits for the answer to the greeting. What comes before it has nobody to take it.
  private static String greeted(Inbox inbox, BusAddress.Transport transport, Deadline deadline)
      throws IOException, InterruptedException {
    while (true) {
      while (inbox.next()) {
        var header = inbox.header();
        if (header.replySerial() != GREETING || !Driver.NAME.equals(header.sender())) {
          continue;
        }
        if (header.type() == Header.ERROR) {
          throw Replies.failure(header, inbox.body());
        }
        if (header.type() == Header.RETURN) {
          return name(inbox.reply(Reply.VALUES));
        }
      }
      if (!inbox.read(deadline)) {
        throw timedOut(transport);
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

  private static Optional<StreamSocket> socket(BusAddress.Transport transport, Deadline deadline)
      throws IOException, InterruptedException {
    return switch (transport) {
      case BusAddress.Transport.Unix(var at, _) -> StreamSocket.connect(at, deadline);
      case BusAddress.Transport.UserRuntime(var guid) ->
          socket(BusAddress.runtime(System.getenv(), guid), deadline);
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
