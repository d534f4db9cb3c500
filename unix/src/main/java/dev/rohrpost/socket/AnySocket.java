package dev.rohrpost.socket;

/// A socket, whatever it is seen as.
public sealed interface AnySocket extends AutoCloseable
    permits Socket, StreamSocket, DatagramSocket, SeqpacketSocket {
  /// {@return the socket itself: its descriptor, addresses, options and messages}
  Socket socket();

  /// Closes the socket, and wakes every thread that waits on it. Closing again does nothing.
  @Override
  void close();
}
