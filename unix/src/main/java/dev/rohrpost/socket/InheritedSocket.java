package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.AsmSocketH;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A socket that whoever started this program has opened for it: systemd, `rohrpost supervise`, or
/// another that knows sd_listen_fds(3). The server can be restarted while connections wait.
///
/// @param name what it is called (`LISTEN_FDNAMES`); `unknown` if nobody says
/// @param socket the socket, which the caller closes; its file is for who made it to remove
/// @see <a href="https://man7.org/linux/man-pages/man3/sd_listen_fds.3.html">sd_listen_fds(3)</a>
public record InheritedSocket(String name, Socket socket) {
  private static final int FIRST = 3;
  private static final String UNKNOWN = "unknown";

  /// Takes over the sockets that were passed to this process (`LISTEN_FDS`), and marks them to be
  /// closed in programs that it starts. They are taken over once: whoever asks again gets the same
  /// sockets, closed ones too, as their numbers may mean something else by then.
  ///
  /// @return the sockets in their order; none if `LISTEN_PID` names another process, or there is no
  ///   `LISTEN_FDS`
  /// @throws UnixException with EINVAL if the variables are no numbers, there cannot be so many
  ///   descriptors, or there are not as many names; EBADF if one of them is not there, ENOTSOCK if
  ///   it is no socket. Nothing is taken over then
  public static List<InheritedSocket> all() throws UnixException {
    synchronized (Adopted.LOCK) {
      if (Adopted.sockets == null) {
        Adopted.sockets = all(System.getenv(), ProcessHandle.current().pid(), FIRST);
      }
      return Adopted.sockets;
    }
  }

  /// What this process has got; a JVM is started once.
  private static final class Adopted {
    static final Object LOCK = new Object();
    static @Nullable List<InheritedSocket> sockets;
  }

  static List<InheritedSocket> all(Map<String, String> environment, long pid, int first)
      throws UnixException {
    var count = count(environment, pid, first);
    var names = names(environment.get("LISTEN_FDNAMES"), count);
    for (var i = 0; i < count; i++) { // all of them, before one is taken over
      look(first + i);
    }
    var found = new ArrayList<InheritedSocket>();
    for (var i = 0; i < count; i++) {
      found.add(new InheritedSocket(names.get(i), Socket.adopt(Fd.inherit(first + i))));
    }
    return List.copyOf(found);
  }

  private static void look(int number) throws UnixException {
    try {
      var _ = SocketOption.ask(number, AsmSocketH.SO_TYPE);
    } catch (UnixException e) {
      throw e.about("descriptor " + number);
    }
  }

  private static List<String> names(@Nullable String given, int count) throws UnixException {
    if (given == null || count == 0) {
      return Collections.nCopies(count, UNKNOWN);
    }
    var names = given.split(":", -1);
    if (names.length != count) {
      throw UnixException.of(
          "sd_listen_fds_with_names",
          "LISTEN_FDNAMES=" + given + " with LISTEN_FDS=" + count,
          Errno.EINVAL);
    }
    return Stream.of(names).map(name -> name.isEmpty() ? UNKNOWN : name).toList();
  }

  /// How many there are, by the rules of sd_listen_fds(3); but none is a number, too.
  private static int count(Map<String, String> environment, long pid, int first)
      throws UnixException {
    var to = environment.get("LISTEN_PID");
    var fds = environment.get("LISTEN_FDS");
    if (to == null || number("LISTEN_PID", to) != pid || fds == null) {
      return 0;
    }
    var count = number("LISTEN_FDS", fds);
    if (count < 0 || count > Integer.MAX_VALUE - first) {
      throw UnixException.of("sd_listen_fds", "LISTEN_FDS=" + fds, Errno.EINVAL);
    }
    return (int) count;
  }

  private static long number(String name, String value) throws UnixException {
    if (!value.matches("[+-]?\\d{1,18}")) {
      throw UnixException.of("sd_listen_fds", name + "=" + value, Errno.EINVAL);
    }
    return Long.parseLong(value);
  }

  /// Sees the socket as one that listens for connections.
  ///
  /// @return what accepts them; closing it closes the socket
  /// @throws IllegalArgumentException if it is no socket of streams
  public Listener<StreamSocket> listener() {
    return Listener.adoptStreams(socket);
  }
}
