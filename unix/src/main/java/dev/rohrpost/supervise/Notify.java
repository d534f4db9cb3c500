package dev.rohrpost.supervise;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketType;
import dev.rohrpost.socket.UnixAddress;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells a supervisor how this program is doing: `READY=1`, `STOPPING=1`, `STATUS=…`.
///
/// @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3)</a>
public final class Notify {
  private final String socket;

  private Notify(String socket) {
    this.socket = socket;
  }

  /// Finds the supervisor of this program.
  ///
  /// @return where to tell it, or nothing if there is none that wants to know (`NOTIFY_SOCKET`)
  public static Optional<Notify> supervisor() {
    return at(System.getenv("NOTIFY_SOCKET"));
  }

  static Optional<Notify> at(@Nullable String socket) {
    return socket == null || socket.isEmpty() ? Optional.empty() : Optional.of(new Notify(socket));
  }

  /// Sends a state.
  ///
  /// @param state one or more lines `NAME=value`, as in sd_notify(3)
  /// @throws UnixException with ENOENT or ECONNREFUSED if the supervisor is gone, EAGAIN if it does
  ///   not listen, EMSGSIZE
  public void send(String state) throws UnixException {
    try (var arena = Arena.ofConfined();
        var to = Socket.open(Domain.UNIX, SocketType.DATAGRAM, 0)) {
      var _ = to.connect(UnixAddress.of(socket), Deadline.NEVER); // which remembers the name
      var bytes = arena.allocateFrom(state, StandardCharsets.UTF_8);
      var text = bytes.asSlice(0, bytes.byteSize() - 1); // without the zero that ends a C string
      if (to.send(text, Deadline.NOW) instanceof Transfer.TimedOut) {
        throw UnixException.of("send", socket, Errno.EAGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
