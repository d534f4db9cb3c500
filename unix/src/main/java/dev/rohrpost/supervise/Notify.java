package dev.rohrpost.supervise;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysSocketH;
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
        var fd = SocketName.socket(SysSocketH.AF_UNIX, SysSocketH.SOCK_DGRAM)) {
      var name = SocketName.unix(arena, socket);
      var bytes = arena.allocateFrom(state, StandardCharsets.UTF_8);
      var result =
          fd.borrow(number ->
              SysSocketH.sendto(
                  number,
                  bytes,
                  bytes.byteSize() - 1, // without the zero that ends a C string
                  SysSocketH.MSG_NOSIGNAL | SysSocketH.MSG_DONTWAIT,
                  name.address(),
                  name.size()));
      if (result < 0) {
        throw UnixException.of("sendto", socket, new Errno((int) -result));
      }
    }
  }
}
