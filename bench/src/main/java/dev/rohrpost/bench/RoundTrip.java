package dev.rohrpost.bench;

import java.io.IOException;

/// A message to the other process and its echo.
record RoundTrip(Wire wire) implements Work {

  /// Bytes in a message. Fewer than `PIPE_BUF`, so none is ever cut.
  static final int SIZE = 128;

  @Override
  public void run(int times) throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      wire.send();
      if (wire.receive() != SIZE) {
        throw new IOException("the echo is gone");
      }
    }
  }

  /// The other side: sends back what comes, until the wire is closed.
  static void echo(Wire wire) throws IOException, InterruptedException {
    try (wire) {
      while (wire.receive() > 0) {
        wire.send();
      }
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
