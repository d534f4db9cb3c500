package dev.rohrpost.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// A host and a port of the internet.
///
/// @param host of version 4 or 6
/// @param port 0 to 65535; to bind to 0 lets the kernel choose one
public record InternetAddress(InetAddress host, int port) implements Address {
  private static final int LAST_PORT = 65_535;

  /// Checks the port.
  ///
  /// @throws IllegalArgumentException if it is not 0 to 65535
  public InternetAddress {
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException("a port is 0 to " + LAST_PORT + ", not " + port);
    }
  }

  /// What the name of a host leads to.
  public sealed interface Resolution {
    /// One or more addresses, in the order in which to try them.
    ///
    /// @param addresses not empty
    record Found(List<InternetAddress> addresses) implements Resolution {}

    /// None.
    ///
    /// @param host the name
    /// @param reason what the resolver says
    record Unresolved(String host, String reason) implements Resolution {}
  }

  /// Asks for the addresses of a host: the resolver of this machine, which may ask others, and take
  /// long; it cannot be interrupted.
  ///
  /// @param host a name, or an address such as `127.0.0.1` or `::1`, which nobody is asked about
  /// @param port 0 to 65535
  /// @return its addresses, or that it has none
  /// @throws IllegalArgumentException if the port is out of range
  public static Resolution resolve(String host, int port) {
    try {
      var hosts = List.of(InetAddress.getAllByName(host));
      return new Resolution.Found(hosts.stream().map(h -> new InternetAddress(h, port)).toList());
    } catch (UnknownHostException e) {
      return new Resolution.Unresolved(host, String.valueOf(e.getMessage()));
    }
  }

  /// Returns an address of numbers.
  ///
  /// @param host such as `127.0.0.1` or `::1`
  /// @param port 0 to 65535
  /// @return the address
  /// @throws IllegalArgumentException if the host is no address, or the port out of range
  public static InternetAddress of(String host, int port) {
    return new InternetAddress(InetAddress.ofLiteral(host), port);
  }

  /// Returns an address of this machine that only itself can reach, of version 4.
  ///
  /// @param port 0 to 65535
  /// @return `127.0.0.1` with that port
  public static InternetAddress loopback(int port) {
    return of("127.0.0.1", port);
  }

  @Override
  public Domain domain() {
    return host instanceof Inet6Address ? Domain.INTERNET_6 : Domain.INTERNET;
  }

  @Override
  public String toString() {
    var written = host.getHostAddress();
    return (host instanceof Inet6Address ? "[" + written + "]:" : written + ":") + port;
  }
}
