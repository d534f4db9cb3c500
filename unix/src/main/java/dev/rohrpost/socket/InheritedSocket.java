package dev.rohrpost.socket;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A socket that whoever started this program has opened for it: systemd, `rohrpost supervise`, or
/// another that knows sd_listen_fds(3). The server can be restarted while connections wait.
///
/// @param name what it is called (`LISTEN_FDNAMES`); `unknown` if nobody says
/// @param socket the socket, which the caller closes; its file is for who made it to remove
/// @see <a href="https://man7.org/linux/man-pages/man3/sd_listen_fds.3.html">sd_listen_fds(3)</a>
public record InheritedSocket(String name, Socket socket) {
  private static final int FIRST = 3;

  /// Takes over the sockets that were passed to this process (`LISTEN_FDS`), and marks them to be
  /// closed in programs that it starts. To be called once.
  ///
  /// @return the sockets in their order; none if `LISTEN_PID` names another process
  /// @throws UnixException with EBADF if one of them is not there, ENOTSOCK if it is no socket
  public static List<InheritedSocket> all() throws UnixException {
    return all(System.getenv(), ProcessHandle.current().pid(), FIRST);
  }

  static List<InheritedSocket> all(Map<String, String> environment, long pid, int first)
      throws UnixException {
    var found = new ArrayList<InheritedSocket>();
    if (!environment.getOrDefault("LISTEN_PID", "").equals(Long.toString(pid))) {
      return found;
    }
    var names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
    var count = count(environment.getOrDefault("LISTEN_FDS", ""));
    for (var i = 0; i < count; i++) {
      var name = i < names.length && !names[i].isEmpty() ? names[i] : "unknown";
      found.add(new InheritedSocket(name, Socket.of(Fd.inherit(first + i))));
    }
    return found;
  }

  private static int count(String number) {
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
  }

  /// Sees the socket as one that listens for connections.
  ///
  /// @return what accepts them; closing it closes the socket
  /// @throws IllegalArgumentException if it is no socket of streams
  public Listener<StreamSocket> listener() {
    return Listener.of(socket);
  }
}
