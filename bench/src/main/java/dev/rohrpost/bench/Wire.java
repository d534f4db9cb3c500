package dev.rohrpost.bench;

import java.io.IOException;

/// A connection to another process, as one of the two sees it. Messages have one size, and there is
/// one buffer for all of them, so that nothing but the mechanism is measured.
interface Wire extends AutoCloseable {

  /// Sends one message.
  void send() throws IOException, InterruptedException;

  /// Receives what is there, at most one message.
  ///
  /// @return the number of bytes, or -1 if the other side has closed
  int receive() throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
