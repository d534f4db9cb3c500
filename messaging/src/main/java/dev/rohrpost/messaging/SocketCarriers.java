package dev.rohrpost.messaging;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.messaging.Endpoint.Role;
import dev.rohrpost.messaging.Endpoint.UnixSocket.Style;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.AnySocket;
import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.Intake;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.InternetAddress.Resolution;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.Received.Message;
import dev.rohrpost.socket.SeqpacketSocket;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.socket.VsockAddress;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// Opens sockets for endpoints.
final class SocketCarriers {
  /// What a killed command has left behind is in nobody's way.
  private static final Binding BINDING = Binding.SAFE.withStale(Binding.Stale.TAKE_OVER);

  private static final String EVERYWHERE = "::";

  private SocketCarriers() {}

  /// What an endpoint asks for.
  ///
  /// @param carrier such as `unix:`
  /// @param kind what the socket carries
  /// @param addresses where, in the order in which to try
  private record Place(String carrier, Style kind, List<? extends Address> addresses, Role role) {}

  private static Place place(Endpoint endpoint) throws UnixException {
    return switch (endpoint) {
      case Endpoint.UnixSocket(var style, var name, var role) ->
          new Place(scheme(endpoint), style, List.of(UnixAddress.of(name)), role);
      case Endpoint.Internet(var protocol, var host, int port, var role) -> {
        var kind = protocol == Endpoint.Internet.Protocol.TCP ? Style.STREAM : Style.DATAGRAM;
        yield new Place(scheme(endpoint), kind, resolve(host, port), role);
      }
      case Endpoint.Vsock(long cid, long port, var role) ->
          new Place(
              scheme(endpoint),
              Style.STREAM,
              List.of(new VsockAddress((int) cid, (int) port)),
              role);
      default -> throw new AssertionError("no socket: " + endpoint);
    };
  }

  private static String scheme(Endpoint endpoint) {
    var uri = endpoint.toString();
    var start = uri.indexOf('+') + 1;
    return uri.substring(Math.min(start, uri.indexOf(':')), uri.indexOf(':') + 1);
  }

  private static List<InternetAddress> resolve(String host, int port) throws UnixException {
    return switch (InternetAddress.resolve(host.isEmpty() ? EVERYWHERE : host, port)) {
      case Resolution.Found(var addresses) -> addresses;
      case Resolution.Unresolved(var name, _) ->
          throw UnixException.of("getaddrinfo", name, Errno.ENXIO);
    };
  }

  static Optional<Sender> sender(Endpoint to, Deadline deadline)
      throws UnixException, InterruptedException {
    var place = place(to);
    if (place.role == Role.LISTEN && place.kind == Style.DATAGRAM) {
      throw new RefusedException(
          place.carrier,
          "wait for somebody to send to",
          "the receiver comes first; send to " + to.toString().replaceFirst("^listen\\+", ""));
    }
    return socket(place, deadline).map(socket -> new SocketSender(place.carrier, socket));
  }

  static Optional<Receiver> receiver(Endpoint from, Selection wanted, Deadline deadline)
      throws UnixException, InterruptedException {
    var place = place(from);
    wanted.requireAny(place.carrier, SocketReceiver.ABILITY);
    if (place.kind == Style.DATAGRAM) {
      return Optional.of(SocketReceiver.of(mailbox(place)));
    }
    return place.role == Role.LISTEN
        ? SocketReceiver.of(listener(place), deadline)
        : connected(place, deadline).map(SocketReceiver::of);
  }

  /// A socket that both sends and receives. A datagram socket that waits answers to who comes
  /// first.
  static Optional<? extends AnySocket> both(Endpoint endpoint, Deadline deadline)
      throws UnixException, InterruptedException {
    var place = place(endpoint);
    if (place.kind != Style.DATAGRAM || place.role == Role.CONNECT) {
      return socket(place, deadline);
    }
    var socket = mailbox(place);
    var found = false;
    try {
      var look = Intake.PLAIN.with(Intake.Way.PEEK);
      if (socket.socket().receive(MemorySegment.NULL, look, deadline) instanceof Message first) {
        socket.connectTo(first.from());
        found = true;
      }
      return found ? Optional.of(socket) : Optional.empty();
    } finally {
      if (!found) {
        socket.close();
      }
    }
  }

  /// A socket whose other end is there.
  private static Optional<? extends AnySocket> socket(Place place, Deadline deadline)
      throws UnixException, InterruptedException {
    if (place.role == Role.CONNECT) {
      return connected(place, deadline);
    }
    try (var listener = listener(place)) {
      return listener.accept(deadline);
    }
  }

  /// Tries one address after the other; the failure of the last counts.
  private static Optional<? extends AnySocket> connected(Place place, Deadline deadline)
      throws UnixException, InterruptedException {
    for (var at = 0; ; at++) {
      try {
        return connected(place.kind, place.addresses.get(at), deadline);
      } catch (UnixException e) {
        if (at + 1 == place.addresses.size()) {
          throw e;
        }
      }
    }
  }

  private static Optional<? extends AnySocket> connected(
      Style kind, Address address, Deadline deadline) throws UnixException, InterruptedException {
    return switch (kind) {
      case STREAM -> StreamSocket.connect(address, deadline);
      case SEQPACKET -> SeqpacketSocket.connect(address, deadline);
      case DATAGRAM -> Optional.of(sending(address));
    };
  }

  /// Broadcast need not be asked for twice.
  private static DatagramSocket sending(Address address) throws UnixException {
    if (address.domain().equals(Domain.UNIX)) {
      return DatagramSocket.connect(address);
    }
    var socket = DatagramSocket.open(address.domain());
    var connected = false;
    try {
      socket.socket().set(SocketOption.BROADCAST, true);
      socket.connectTo(address);
      connected = true;
      return socket;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  private static DatagramSocket mailbox(Place place) throws UnixException {
    var socket = DatagramSocket.bind(place.addresses.getFirst(), BINDING);
    if (socket.socket().domain().equals(Domain.UNIX)) {
      socket.socket().set(SocketOption.PASS_CREDENTIALS, true);
    }
    return socket;
  }

  private static Listener<? extends AnySocket> listener(Place place) throws UnixException {
    var address = place.addresses.getFirst();
    return place.kind == Style.SEQPACKET
        ? SeqpacketSocket.listen(address, BINDING)
        : StreamSocket.listen(address, BINDING);
  }
}
