package dev.rohrpost.socket;

import dev.rohrpost.libc.SysSocketH;
import java.util.Map;

/// How a socket communicates.
///
/// @param number the value of C's `SOCK_*`
/// @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
public record SocketType(int number) {
  /// A stream of bytes on a connection.
  public static final SocketType STREAM = new SocketType(SysSocketH.SOCK_STREAM);

  /// Messages, each by itself.
  public static final SocketType DATAGRAM = new SocketType(SysSocketH.SOCK_DGRAM);

  /// Packets of a network protocol as they are; for the privileged.
  public static final SocketType RAW = new SocketType(SysSocketH.SOCK_RAW);

  /// Messages on a connection, in their order.
  public static final SocketType SEQPACKET = new SocketType(SysSocketH.SOCK_SEQPACKET);

  private static final Map<Integer, String> NAMES =
      Map.of(1, "stream", 2, "datagram", 3, "raw", 4, "rdm", 5, "seqpacket");

  @Override
  public String toString() {
    return NAMES.getOrDefault(number, "type " + number);
  }
}
