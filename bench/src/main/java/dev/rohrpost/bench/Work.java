package dev.rohrpost.bench;

import java.io.IOException;

/// What is measured.
interface Work extends AutoCloseable {

  /// Does the operation so many times, and nothing else.
  void run(int times) throws IOException, InterruptedException;

  /// One operation.
  interface Once {
    void run() throws IOException, InterruptedException;
  }

  /// Returns work that does an operation one time after the other.
  ///
  /// @param resource what is closed afterwards
  static Work of(Once once, AutoCloseable resource) {
    return new Work() {
      @Override
      public void run(int times) throws IOException, InterruptedException {
        for (var i = 0; i < times; i++) {
          once.run();
        }
      }

      @Override
      public void close() throws IOException {
        try {
          resource.close();
        } catch (IOException | RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IOException(e);
        }
      }
    };
  }

  @Override
  default void close() throws IOException {}
}
