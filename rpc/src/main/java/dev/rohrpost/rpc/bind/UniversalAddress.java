package dev.rohrpost.rpc.bind;

import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.UnixAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Addresses as texts that do not depend on the machine: the host, then the port as two bytes, all
/// with points between them. Of a UNIX socket, its path.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5665#section-5.2.3">RFC 5665, section 5.2.3</a>
public final class UniversalAddress {
  /// Also keeps the resolver away from what is a name.
  private static final Pattern INTERNET =
      Pattern.compile("([0-9.]+|[0-9a-fA-F:.]+(?:%\\w+)?)\\.(\\d{1,3})\\.(\\d{1,3})");

  private static final int BYTE = 256;

  private UniversalAddress() {}

  /// Writes an address.
  ///
  /// @param address of a server
  /// @return such as `127.0.0.1.0.111`, `::1.0.111` or `/run/rpcbind.sock`
  public static String of(RpcAddress address) {
    return switch (address) {
      case RpcAddress.Tcp(var at) -> of(at);
      case RpcAddress.Udp(var at) -> of(at);
      case RpcAddress.Unix(UnixAddress.File(var path)) -> path.toString();
      case RpcAddress.Unix(var at) -> at.toString();
    };
  }

  private static String of(InternetAddress at) {
    var host = InternetAddress.text(at.host());
    return host + "." + at.port() / BYTE + "." + at.port() % BYTE;
  }

  /// Reads an address.
  ///
  /// @param netid the transport
  /// @param text what [#of] writes
  /// @return the address; empty if the text is none of that transport
  public static Optional<RpcAddress> parse(Netid netid, String text) {
    if (netid == Netid.LOCAL) {
      return text.startsWith("/") ? path(text) : Optional.empty();
    }
    var parts = INTERNET.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var port = port(text);
    if (port.isEmpty()) {
      return Optional.empty();
    }
    try {
      var at = new InternetAddress(InetAddress.getByName(parts.group(1)), port.getAsInt());
      var address =
          netid == Netid.TCP || netid == Netid.TCP6 ? RpcAddress.tcp(at) : RpcAddress.udp(at);
      return Netid.of(address) == netid ? Optional.of(address) : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /// Reads the port of an address of whichever transport; a registry may know some that [Netid]
  /// does not.
  ///
  /// @param text such as `0.0.0.0.78.165`
  /// @return 0 to 65535; empty if there is none, as in a path
  public static OptionalInt port(String text) {
    var parts = INTERNET.matcher(text);
    if (!parts.matches()) {
      return OptionalInt.empty();
    }
    var high = Integer.parseInt(parts.group(2));
    var low = Integer.parseInt(parts.group(3));
    return high < BYTE && low < BYTE ? OptionalInt.of(high * BYTE + low) : OptionalInt.empty();
  }

  private static Optional<RpcAddress> path(String text) {
    try {
      return Optional.of(RpcAddress.unix(Path.of(text)));
    } catch (IllegalArgumentException e) { // no path at all, or too long for a socket
      return Optional.empty();
    }
  }
}
