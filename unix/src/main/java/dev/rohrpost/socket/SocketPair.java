package dev.rohrpost.socket;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/// Two sockets that are connected to each other and have no name.
///
/// @param <S> as what they are seen
/// @param first one
/// @param second the other; what is sent to one is received from the other
public record SocketPair<S extends AnySocket>(S first, S second) implements AutoCloseable {
  /// Closes both.
  @Override
  public void close() {
    first.close();
    second.close();
  }

  static SocketPair<Socket> make(Domain domain, SocketType type) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var two = arena.allocate(ValueLayout.JAVA_INT, 2);
      SysSocketH.socketpair(domain.number(), type.number() | SysSocketH.SOCK_CLOEXEC, 0, two);
      return new SocketPair<>(
          Socket.fresh(two.getAtIndex(ValueLayout.JAVA_INT, 0), domain, type),
          Socket.fresh(two.getAtIndex(ValueLayout.JAVA_INT, 1), domain, type));
    } catch (UnixException e) {
      throw e.about(domain + " " + type);
    }
  }
}
