package dev.rohrpost.rpc.bind;

import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.socket.InternetAddress;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Names of transports, as rpcbind has them.
///
/// @see <a href="https://man7.org/linux/man-pages/man5/netconfig.5.html">netconfig(5)</a>
public enum Netid {
  /// TCP over IPv4.
  TCP,
  /// UDP over IPv4.
  UDP,
  /// TCP over IPv6.
  TCP6,
  /// UDP over IPv6.
  UDP6,
  /// A UNIX socket.
  LOCAL;

  /// {@return the transport of an address}
  ///
  /// @param address of a server
  public static Netid of(RpcAddress address) {
    return switch (address) {
      case RpcAddress.Tcp(var at) -> isIpv6(at) ? TCP6 : TCP;
      case RpcAddress.Udp(var at) -> isIpv6(at) ? UDP6 : UDP;
      case RpcAddress.Unix _ -> LOCAL;
    };
  }

  /// {@return the transport of a name; empty if it is another one}
  ///
  /// @param name such as `tcp6`
  public static Optional<Netid> named(String name) {
    return Arrays.stream(values()).filter(it -> it.toString().equals(name)).findFirst();
  }

  private static boolean isIpv6(InternetAddress at) {
    return at.host() instanceof Inet6Address;
  }

  /// {@return the name, such as `tcp6`}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
