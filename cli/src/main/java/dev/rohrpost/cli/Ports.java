package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketType;

/// Ports that nobody uses at the moment.
final class Ports {
  private Ports() {}

  static int tcp(String host) throws UnixException {
    return free(host, SocketType.STREAM);
  }

  static int udp(String host) throws UnixException {
    return free(host, SocketType.DATAGRAM);
  }

  /// Tells whether somebody is there already.
  static boolean isTaken(Endpoint.Internet endpoint) throws UnixException {
    var type =
        endpoint.protocol() == Endpoint.Internet.Protocol.TCP
            ? SocketType.STREAM
            : SocketType.DATAGRAM;
    var address = InternetAddress.of(endpoint.host(), endpoint.port());
    try (var socket = Socket.open(address.domain(), type, 0)) {
      socket.bind(address);
      return false;
    } catch (UnixException e) {
      return e.errno().equals(Errno.EADDRINUSE) || e.errno().equals(Errno.EADDRNOTAVAIL);
    }
  }

  private static int free(String host, SocketType type) throws UnixException {
    var address = InternetAddress.of(host, 0);
    try (var socket = Socket.open(address.domain(), type, 0)) {
      socket.bind(address);
      return ((InternetAddress) socket.localAddress()).port();
    }
  }
}
