package dev.rohrpost.bench;

import java.io.IOException;

/// What is measured.
interface Work extends AutoCloseable {

  /// Does the operation so many times, and nothing else.
  void run(int times) throws IOException, InterruptedException;

  @Override
  default void close() throws IOException {}
}
