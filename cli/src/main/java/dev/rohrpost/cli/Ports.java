package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Ports that nobody uses at the moment.
final class Ports {
  private Ports() {}

  static int tcp(String host) throws UnixException {
    return free(host, SocketType.STREAM);
  }

  static int udp(String host) throws UnixException {
    return free(host, SocketType.DATAGRAM);
  }

  /// Tells whether somebody receives datagrams at a port. Trying to bind to it would tell, too, but
  /// could take it away from who is about to.
  static boolean receivesDatagrams(int port) throws IOException {
    var end = String.format(Locale.ROOT, ":%04X", port);
    for (var table : List.of("/proc/net/udp", "/proc/net/udp6")) {
      var file = Path.of(table);
      if (Files.exists(file)
          && Files.readAllLines(file).stream().skip(1).anyMatch(line -> isAt(line, end))) {
        return true;
      }
    }
    return false;
  }

  /// The second column is the local address.
  private static boolean isAt(String line, String end) {
    return line.strip().split(" +", 3)[1].endsWith(end);
  }

  private static int free(String host, SocketType type) throws UnixException {
    var address = InternetAddress.of(host, 0);
    try (var socket = Socket.open(address.domain(), type, 0)) {
      socket.bind(address);
      return ((InternetAddress) socket.localAddress()).port();
    }
  }
}
