package dev.rohrpost.supervise;

import dev.rohrpost.socket.UnixAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// Where a server listens.
public sealed interface ListenAddress {
  /// A TCP port.
  ///
  /// @param host a name or an address; of IPv6 in brackets
  /// @param port 1 to 65535, or 0 to let the kernel choose
  record Tcp(String host, int port) implements ListenAddress {
    @Override
    public String toString() {
      return "tcp://" + host + ":" + port;
    }
  }

  /// A socket file, which only this user may connect to.
  ///
  /// @param path at most 107 bytes long
  record Unix(Path path) implements ListenAddress {
    /// Checks the length.
    ///
    /// @throws IllegalArgumentException if the path is empty or longer than 107 bytes
    public Unix {
      var _ = new UnixAddress.File(path);
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /// Reads an address.
  ///
  /// @param uri such as `tcp://127.0.0.1:8080`, `tcp://[::1]:8080` or `unix:/run/server.sock`
  /// @return the address
  /// @throws IllegalArgumentException if it is something else
  static ListenAddress parse(String uri) {
    if (uri.startsWith("unix:") && uri.length() > "unix:".length()) {
      var path = uri.substring("unix:".length());
      if (path.startsWith("@")) {
        throw new IllegalArgumentException(
            uri + ": anybody may connect to an abstract name; use a path");
      }
      return new Unix(Path.of(path));
    }
    try {
      var parsed = new URI(uri);
      if ("tcp".equals(parsed.getScheme()) && parsed.getHost() != null) {
        if (parsed.getPort() < 0 || parsed.getPort() > 65_535) {
          throw new IllegalArgumentException(uri + ": a port is 0 to 65535");
        }
        return new Tcp(parsed.getHost(), parsed.getPort());
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(uri + ": not tcp://HOST:PORT or unix:/PATH", e);
    }
    throw new IllegalArgumentException(uri + ": not tcp://HOST:PORT or unix:/PATH");
  }
}
