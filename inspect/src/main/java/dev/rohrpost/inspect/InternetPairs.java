package dev.rohrpost.inspect;

import dev.rohrpost.inspect.IpcObject.InternetSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Who is connected with whom, of the sockets of one protocol and network namespace.
final class InternetPairs {
  private record Ends(InetSocketAddress local, InetSocketAddress remote) {
    Ends reversed() {
      return new Ends(/* local= */ remote, /* remote= */ local);
    }
  }

  private final Map<Ends, List<InternetSocket>> connected = new HashMap<>();

  /// Sockets of datagrams that take them from anybody.
  private final Map<InetSocketAddress, List<InternetSocket>> open = new HashMap<>();

  private final Map<Integer, List<InternetSocket>> openEverywhere = new HashMap<>();

  /// Takes all of them, also those without an inode, which nobody has accepted.
  InternetPairs(List<InternetSocket> sockets) {
    for (var socket : sockets) {
      if (socket.state() == SocketState.CONNECTED) {
        var ends = new Ends(socket.local(), socket.remote().orElseThrow());
        connected.computeIfAbsent(ends, _ -> new ArrayList<>(1)).add(socket);
      } else if (socket.kind() == Kind.UDP && socket.remote().isEmpty()) {
        open.computeIfAbsent(socket.local(), _ -> new ArrayList<>(1)).add(socket);
        if (socket.local().getAddress().isAnyLocalAddress()) {
          openEverywhere
              .computeIfAbsent(socket.local().getPort(), _ -> new ArrayList<>(1))
              .add(socket);
        }
      }
    }
  }

  /// Returns the same socket with its peer, if that is known for certain.
  InternetSocket connected(InternetSocket socket) {
    if (socket.state() != SocketState.CONNECTED) {
      return socket;
    }
    var peer = peer(socket);
    if (peer.isEmpty()) {
      return socket;
    }
    var inode = peer.get().inode();
    return new InternetSocket(
        socket.kind(),
        socket.inode(),
        inode == 0 ? SocketState.CONNECTING : SocketState.CONNECTED,
        socket.local(),
        socket.remote(),
        inode == 0 ? OptionalLong.empty() : OptionalLong.of(inode),
        socket.received(),
        socket.sent(),
        socket.dropped(),
        socket.network());
  }

  private Optional<InternetSocket> peer(InternetSocket socket) {
    var remote = socket.remote().orElseThrow();
    var exact = connected.getOrDefault(new Ends(socket.local(), remote).reversed(), List.of());
    if (!exact.isEmpty() || socket.kind() != Kind.UDP) {
      return only(exact);
    }
    var bound = open.getOrDefault(remote, List.of());
    if (!bound.isEmpty() || !remote.getAddress().isLoopbackAddress()) {
      return only(bound);
    }
    return only(openEverywhere.getOrDefault(remote.getPort(), List.of()));
  }

  /// Of several, nobody can say which one the kernel chooses.
  private static Optional<InternetSocket> only(List<InternetSocket> candidates) {
    return candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
  }
}
