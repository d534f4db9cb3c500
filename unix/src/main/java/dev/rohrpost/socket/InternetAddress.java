package dev.rohrpost.socket;

import dev.rohrpost.UnixException;
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
    /// Returns the addresses, for callers to whom none is a failure.
    ///
    /// @return one or more addresses, in the order in which to try them
    /// @throws UnixException.NoSuchHost if there is none, with what the resolver said
    default List<InternetAddress> orThrow() throws UnixException {
      return switch (this) {
        case Found(var addresses) -> addresses;
        case Unresolved(var host, var reason, var cause) ->
            throw UnixException.noSuchHost(host, reason, cause);
      };
    }

    /// One or more addresses, in the order in which to try them.
    ///
    /// @param addresses not empty
    record Found(List<InternetAddress> addresses) implements Resolution {}

    /// None.
    ///
    /// @param host the name
    /// @param reason what the resolver says, as in `Name or service not known`
    /// @param cause what the JDK threw
    record Unresolved(String host, String reason, UnknownHostException cause)
        implements Resolution {}
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
      return new Resolution.Unresolved(host, reason(host, String.valueOf(e.getMessage())), e);
    }
  }

  /// The JDK puts the name before what the resolver says, or says nothing else.
  private static String reason(String host, String message) {
    if (message.equals(host)) {
      return "the resolver knows no address of it";
    }
    return message.startsWith(host + ": ") ? message.substring(host.length() + 2) : message;
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

  /// Writes a host as everybody does (RFC 5952): `::1`, `2001:db8::5`, `::ffff:192.0.2.1`,
  /// `fe80::1%eth0`.
  ///
  /// @param host of version 4 or 6
  /// @return its numbers, never its name, without brackets
  /// @see <a href="https://www.rfc-editor.org/rfc/rfc5952">RFC 5952</a>
  public static String text(InetAddress host) {
    return host instanceof Inet6Address six ? HostText.of(six) : host.getHostAddress();
  }

  /// {@return host and port as in `127.0.0.1:80` or `[::1]:80`}
  @Override
  public String toString() {
    var written = text(host);
    return (host instanceof Inet6Address ? "[" + written + "]:" : written + ":") + port;
  }
}
