package dev.rohrpost.socket;

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
}
