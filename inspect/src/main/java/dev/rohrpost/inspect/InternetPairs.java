package dev.rohrpost.inspect;

import dev.rohrpost.inspect.IpcSocket.InternetSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Who is connected with whom, of the sockets of one protocol and network namespace.
final class InternetPairs {
  private record Ends(InetSocketAddress local, InetSocketAddress remote) {
    Ends reversed() {
      return new Ends(/* local= */ remote, /* remote= */ local);
    }
  }

  private final Map<Ends, List<InternetSocket>> connected = new HashMap<>();

  /// Ends that wait to be accepted, and are nobody's until then.
  private final Set<Ends> pending = new HashSet<>();

  private final OpenSockets listeners = new OpenSockets();

  /// Sockets of datagrams that take them from anybody.
  private final OpenSockets datagrams = new OpenSockets();

  /// Takes all of them, also those without an inode, which nobody has accepted.
  InternetPairs(List<InternetSocket> sockets) {
    for (var socket : sockets) {
      if (socket.state() == SocketState.LISTENING) {
        listeners.add(socket);
      } else if (socket.state() == SocketState.CONNECTED) {
        connected.computeIfAbsent(ends(socket), _ -> new ArrayList<>(1)).add(socket);
      } else if (socket.inode() == 0 && socket.state() == SocketState.CONNECTING) {
        socket.remote().ifPresent(remote -> pending.add(new Ends(socket.local(), remote)));
      } else if (socket.kind() == Kind.UDP && socket.remote().isEmpty()) {
        datagrams.add(socket);
      }
    }
  }

  private static Ends ends(InternetSocket socket) {
    return new Ends(socket.local(), socket.remote().orElseThrow());
  }

  /// Returns the same socket with its peer, or the listener that has not accepted it, if that is
  /// known for certain.
  InternetSocket connected(InternetSocket socket) {
    if (socket.kind() == Kind.TCP && isPending(socket)) {
      var listener = listeners.at(socket.remote().orElseThrow());
      return with(SocketState.CONNECTING, OptionalLong.empty(), inode(listener), socket);
    }
    if (socket.state() == SocketState.CONNECTED) {
      var peer = inode(peer(socket));
      return with(SocketState.CONNECTED, peer, OptionalLong.empty(), socket);
    }
    return socket;
  }

  /// Who was not even answered may have asked another machine: only if he asks himself, it is this.
  private boolean isPending(InternetSocket socket) {
    return switch (socket.state()) {
      case CONNECTED -> pending.contains(ends(socket).reversed());
      case CONNECTING -> {
        var remote = socket.remote().orElseThrow().getAddress();
        yield remote.isLoopbackAddress() || remote.equals(socket.local().getAddress());
      }
      case LISTENING, UNCONNECTED -> false;
    };
  }

  private static OptionalLong inode(Optional<InternetSocket> socket) {
    return socket.map(found -> OptionalLong.of(found.inode())).orElse(OptionalLong.empty());
  }

  private static InternetSocket with(
      SocketState state, OptionalLong peer, OptionalLong listener, InternetSocket socket) {
    return new InternetSocket(
        socket.kind(),
        socket.inode(),
        state,
        socket.local(),
        socket.remote(),
        peer,
        listener,
        socket.received(),
        socket.sent(),
        socket.dropped(),
        socket.network(),
        socket.programs());
  }

  private Optional<InternetSocket> peer(InternetSocket socket) {
    var remote = socket.remote().orElseThrow();
    var exact = connected.getOrDefault(ends(socket).reversed(), List.of());
    if (!exact.isEmpty() || socket.kind() != Kind.UDP) {
      return OpenSockets.only(exact);
    }
    return remote.getAddress().isLoopbackAddress()
        ? datagrams.at(remote)
        : datagrams.exactlyAt(remote);
  }
}
