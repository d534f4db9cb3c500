package dev.rohrpost.bench;

import java.io.IOException;

/// Messages in one direction. The last ones are still on their way when the clock stops, at most
/// what the kernel holds for the wire.
record Throughput(Wire wire) implements Work {

  /// Bytes in a message.
  static final int SIZE = 64 * 1024;

  @Override
  public void run(int times) throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      wire.send();
    }
  }

  /// The other side: takes what comes, until the wire is closed.
  static void drain(Wire wire) throws IOException, InterruptedException {
    try (wire) {
      while (wire.receive() > 0) {
        // only the bytes count
      }
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
