package dev.rohrpost.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What is measured.
interface Work extends AutoCloseable {

  /// Does the operation so many times, and nothing else.
  void run(int times) throws IOException, InterruptedException;

  /// Measures it, as [Load#measure(Work)] does.
  default Measurement measure(Load load) throws IOException, InterruptedException {
    return load.measure(this);
  }

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
        end(resource);
      }
    };
  }

  /// Closes something.
  static void end(AutoCloseable resource) throws IOException {
    try {
      resource.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /// Returns work that does operations in turn.
  ///
  /// @param resource what is closed afterwards
  static Work inTurn(List<Once> all, AutoCloseable resource) {
    var next = new AtomicInteger();
    return of(() -> all.get(next.getAndIncrement() % all.size()).run(), resource);
  }

  @Override
  default void close() throws IOException {}
}
