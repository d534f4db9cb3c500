package dev.rohrpost.cli.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Endpoint.Internet;
import dev.rohrpost.messaging.Endpoint.Internet.Protocol;
import dev.rohrpost.messaging.Endpoint.UnixSocket;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.UnixAddress;

/// Where a server of remote programs waits for calls, as a user names it: `tcp://host:port`,
/// `udp://host:port` or `unix:/path`, with or without `listen+` before it.
///
/// @param endpoint a socket that listens
record Listening(Endpoint endpoint) {
  private static final String LISTEN = "listen+";

  /// Reads it.
  ///
  /// @throws IllegalArgumentException with a message for the user
  static Listening parse(String uri) {
    var endpoint = Endpoint.parse(uri.startsWith(LISTEN) ? uri : LISTEN + uri);
    var takesCalls =
        switch (endpoint) {
          case Internet _ -> true;
          case UnixSocket socket -> socket.style() == UnixSocket.Style.STREAM;
          default -> false;
        };
    if (!takesCalls) {
      throw new IllegalArgumentException(
          "'"
              + uri
              + "' takes no remote calls; write tcp://host:port, udp://host:port or"
              + " unix:/path");
    }
    return new Listening(endpoint);
  }

  /// Returns the address; without a host, every address of this machine.
  ///
  /// @throws UnixException.NoSuchHost if the host has none
  RpcAddress address() throws UnixException {
    return switch (endpoint) {
      case UnixSocket socket -> new RpcAddress.Unix(UnixAddress.of(socket.name()));
      case Internet(var protocol, var host, var port, _) -> {
        var at = InternetAddress.resolve(host.isEmpty() ? "::" : host, port).orThrow().getFirst();
        yield protocol == Protocol.TCP ? RpcAddress.tcp(at) : RpcAddress.udp(at);
      }
      default -> throw new IllegalStateException("no server: " + endpoint);
    };
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
