package dev.rohrpost.messaging;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.messaging.Endpoint.Role;
import dev.rohrpost.messaging.Endpoint.UnixSocket.Style;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.AnySocket;
import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.Intake;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.Membership;
import dev.rohrpost.socket.Received.Message;
import dev.rohrpost.socket.SeqpacketSocket;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.socket.VsockAddress;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// Opens sockets for endpoints.
final class SocketCarriers {
  private static final String EVERYWHERE = "::";

  private SocketCarriers() {}

  /// What an endpoint asks for.
  ///
  /// @param carrier such as `unix:`
  /// @param kind what the socket carries
  /// @param addresses where, in the order in which to try
  /// @param binding how a socket file is made
  /// @param card through which a group is reached
  private record Place(
      String carrier,
      Style kind,
      List<? extends Address> addresses,
      Role role,
      Binding binding,
      Optional<NetworkInterface> card) {
    Place(String carrier, Style kind, List<? extends Address> addresses, Role role) {
      this(carrier, kind, addresses, role, Binding.SAFE, Optional.empty());
    }
  }

  private static Place place(Endpoint endpoint) throws UnixException {
    return switch (endpoint) {
      case Endpoint.UnixSocket(var style, var name, var role, var binding) ->
          new Place(
              scheme(endpoint),
              style,
              List.of(UnixAddress.of(name)),
              role,
              binding,
              Optional.empty());
      case Endpoint.Internet internet -> internet(internet);
      case Endpoint.Vsock(long cid, long port, var role) ->
          new Place(
              scheme(endpoint),
              Style.STREAM,
              List.of(new VsockAddress((int) cid, (int) port)),
              role);
      default -> throw new AssertionError("no socket: " + endpoint);
    };
  }

  private static Place internet(Endpoint.Internet endpoint) throws UnixException {
    var card = endpoint.card().isPresent() ? card(endpoint.card().get()) : null;
    var found = resolve(endpoint.bareHost(), endpoint.port());
    return new Place(
        scheme(endpoint),
        endpoint.protocol() == Endpoint.Internet.Protocol.TCP ? Style.STREAM : Style.DATAGRAM,
        card == null ? found : found.stream().map(a -> through(card, a)).toList(),
        endpoint.role(),
        Binding.SAFE,
        Optional.ofNullable(card));
  }

  /// The card is a part of an address of version 6.
  private static InternetAddress through(NetworkInterface card, InternetAddress address) {
    try {
      return address.host() instanceof Inet6Address six
          ? new InternetAddress(
              Inet6Address.getByAddress(null, six.getAddress(), card.getIndex()), address.port())
          : address;
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes", e);
    }
  }

  private static NetworkInterface card(String name) throws UnixException {
    try {
      var card = NetworkInterface.getByName(name);
      if (card != null) {
        return card;
      }
    } catch (SocketException e) {
      // there is none to be had
    }
    throw UnixException.of("if_nametoindex", name, Errno.ENODEV);
  }

  private static String scheme(Endpoint endpoint) {
    var uri = endpoint.toString();
    var start = uri.indexOf('+') + 1;
    return uri.substring(Math.min(start, uri.indexOf(':')), uri.indexOf(':') + 1);
  }

  private static List<InternetAddress> resolve(String host, int port) throws UnixException {
    return InternetAddress.resolve(host.isEmpty() ? EVERYWHERE : host, port).orThrow();
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

  static boolean isSocket(Endpoint endpoint) {
    return endpoint instanceof Endpoint.UnixSocket
        || endpoint instanceof Endpoint.Internet
        || endpoint instanceof Endpoint.Vsock;
  }

  /// A socket that both sends and receives, and whose first message is there, if it waits for
  /// datagrams.
  ///
  /// @param onePeer whether a datagram socket that waits hears only the one who comes first, and
  ///   answers it, as far as it has an address; otherwise it hears everybody
  static Optional<? extends AnySocket> both(Endpoint endpoint, boolean onePeer, Deadline deadline)
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
        if (onePeer && !(first.from() instanceof UnixAddress.Unnamed)) {
          answer(socket, first.from());
        }
        found = true;
      }
      return found ? Optional.of(socket) : Optional.empty();
    } finally {
      if (!found) {
        socket.close();
      }
    }
  }

  /// Somebody who has gone cannot be answered, but has said something.
  private static void answer(DatagramSocket socket, Address to) throws UnixException {
    try {
      socket.connectTo(to);
    } catch (UnixException.Disconnected | UnixException.NotFound e) {
      // hear it all the same
    }
  }

  /// A socket that this process inherited; empty if the descriptor is none.
  static Optional<Socket> inherited(Fd fd) throws UnixException {
    return fd.kind() == FdKind.SOCKET ? Optional.of(Socket.adopt(fd)) : Optional.empty();
  }

  /// Sends through a socket that this process inherited, or to the next who connects to it.
  static Optional<Sender> sender(Socket inherited, Deadline deadline)
      throws UnixException, InterruptedException {
    if (!inherited.isListening()) {
      return Optional.of(new SocketSender("fd:", inherited));
    }
    try (var listener = Listener.adopt(inherited)) {
      return listener.accept(deadline).map(socket -> new SocketSender("fd:", socket));
    }
  }

  /// Receives from a socket that this process inherited, or from those who connect to it.
  static Optional<Receiver> receiver(Socket inherited, Deadline deadline)
      throws UnixException, InterruptedException {
    return inherited.isListening()
        ? SocketReceiver.of(Listener.adopt(inherited), deadline)
        : Optional.of(SocketReceiver.of(inherited));
  }

  /// Opens what others connect to; empty if the endpoint does not wait for connections.
  static Optional<Listener<? extends AnySocket>> listener(Endpoint endpoint) throws UnixException {
    if (endpoint instanceof Endpoint.Descriptor(var number)) {
      var socket = inherited(Fd.inherit(number));
      return socket.isPresent() && socket.get().isListening()
          ? Optional.of(Listener.adopt(socket.get()))
          : Optional.empty();
    }
    if (!isSocket(endpoint)) {
      return Optional.empty();
    }
    var place = place(endpoint);
    return place.role == Role.LISTEN && place.kind != Style.DATAGRAM
        ? Optional.of(listener(place))
        : Optional.empty();
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

  /// Connects to the first address that will do.
  private static Optional<? extends AnySocket> connected(Place place, Deadline deadline)
      throws UnixException, InterruptedException {
    return switch (place.kind) {
      case STREAM -> StreamSocket.connect(place.addresses, deadline);
      case SEQPACKET -> SeqpacketSocket.connect(place.addresses.getFirst(), deadline);
      case DATAGRAM -> Optional.of(sending(place));
    };
  }

  /// Connecting a datagram socket tells only whether there is a way; the failure of the last
  /// counts.
  private static DatagramSocket sending(Place place) throws UnixException {
    for (var at = 0; ; at++) {
      try {
        return sending(place, place.addresses.get(at), Optional.empty());
      } catch (UnixException e) {
        if (at + 1 == place.addresses.size()) {
          throw e;
        }
      }
    }
  }

  /// Sends from an address of its own.
  static Sender sender(Endpoint to, Endpoint from) throws UnixException {
    if (!isOfDatagrams(to) || !isOfDatagrams(from) || !to.getClass().equals(from.getClass())) {
      throw new RefusedException(
          to.toString(),
          "be sent to from " + from,
          "datagrams have such an address: unix-dgram: of unix-dgram:, udp:// of udp://");
    }
    var place = place(to);
    return new SocketSender(
        place.carrier, sending(place, place.addresses.getFirst(), Optional.of(place(from))));
  }

  private static boolean isOfDatagrams(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.UnixSocket socket -> socket.style() == Style.DATAGRAM;
      case Endpoint.Internet socket -> socket.protocol() == Endpoint.Internet.Protocol.UDP;
      default -> false;
    };
  }

  /// Broadcast need not be asked for twice.
  private static DatagramSocket sending(Place place, Address address, Optional<Place> from)
      throws UnixException {
    if (from.isEmpty() && address.domain().equals(Domain.UNIX)) {
      return DatagramSocket.connect(address);
    }
    var socket =
        from.isPresent()
            ? DatagramSocket.bind(own(from.get(), address), from.get().binding)
            : DatagramSocket.open(address.domain());
    var connected = false;
    try {
      if (!address.domain().equals(Domain.UNIX)) {
        socket.socket().set(SocketOption.BROADCAST, true);
      }
      if (place.card.isPresent()) {
        socket.sendToGroupsThrough(place.card.get());
      }
      socket.connectTo(address);
      connected = true;
      return socket;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  /// The first address of the same version, if there is one.
  private static Address own(Place from, Address to) {
    return from.addresses.stream()
        .filter(address -> address.domain().equals(to.domain()))
        .map(Address.class::cast)
        .findFirst()
        .orElse(from.addresses.getFirst());
  }

  private static DatagramSocket mailbox(Place place) throws UnixException {
    var address = place.addresses.getFirst();
    if (place.card.isPresent()
        && address instanceof InternetAddress(var host, int port)
        && host.isMulticastAddress()) {
      return DatagramSocket.bind(Membership.of(host).through(place.card.get()), port);
    }
    return DatagramSocket.bind(address, place.binding);
  }

  /// Whether one of two endpoints connects to the other, which listens. A host is looked for only
  /// where it matters; one that is not found now may be later.
  static boolean meet(Endpoint one, Endpoint other) {
    if (!isSocket(one) || !isSocket(other) || !mayMeet(one, other)) {
      return false;
    }
    try {
      var here = place(one);
      var there = place(other);
      return here.role != there.role
          && here.addresses.getFirst().overlaps(there.addresses.getFirst());
    } catch (UnixException e) {
      return false;
    }
  }

  private static boolean mayMeet(Endpoint one, Endpoint other) {
    return !(one instanceof Endpoint.Internet here)
        || !(other instanceof Endpoint.Internet there)
        || (here.protocol() == there.protocol() && here.port() == there.port());
  }

  private static Listener<? extends AnySocket> listener(Place place) throws UnixException {
    var address = place.addresses.getFirst();
    return place.kind == Style.SEQPACKET
        ? SeqpacketSocket.listen(address, place.binding)
        : StreamSocket.listen(address, place.binding);
  }
}
