package dev.rohrpost.inspect;

import dev.rohrpost.inspect.IpcSocket.InternetSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sockets to which anybody may come, by their address.
final class OpenSockets {
  private final Map<InetSocketAddress, List<InternetSocket>> byAddress = new HashMap<>();

  /// Those for all addresses of their family.
  private final Map<Integer, List<InternetSocket>> ofIpv4 = new HashMap<>();

  private final Map<Integer, List<InternetSocket>> ofIpv6 = new HashMap<>();

  void add(InternetSocket socket) {
    byAddress.computeIfAbsent(socket.local(), _ -> new ArrayList<>(1)).add(socket);
    if (socket.local().getAddress().isAnyLocalAddress()) {
      everywhere(socket.local())
          .computeIfAbsent(socket.local().getPort(), _ -> new ArrayList<>(1))
          .add(socket);
    }
  }

  private Map<Integer, List<InternetSocket>> everywhere(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address ? ofIpv4 : ofIpv6;
  }

  /// Returns the socket that has an address of this machine, as the kernel would choose it: the one
  /// with exactly that address, then one for all addresses of the family. One for all addresses of
  /// IPv6 usually takes those of IPv4 too.
  Optional<InternetSocket> at(InetSocketAddress address) {
    var exact = byAddress.getOrDefault(address, List.of());
    if (!exact.isEmpty()) {
      return only(exact);
    }
    var ofFamily = everywhere(address).getOrDefault(address.getPort(), List.of());
    if (!ofFamily.isEmpty() || !(address.getAddress() instanceof Inet4Address)) {
      return only(ofFamily);
    }
    return only(ofIpv6.getOrDefault(address.getPort(), List.of()));
  }

  /// Returns the socket with exactly that address.
  Optional<InternetSocket> exactlyAt(InetSocketAddress address) {
    return only(byAddress.getOrDefault(address, List.of()));
  }

  /// Of several, nobody can say which one the kernel chooses.
  static Optional<InternetSocket> only(List<InternetSocket> candidates) {
    return candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
  }
}
