package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A [Watcher] that has started.
final class Watched implements AutoCloseable {
  private final Running running;
  private final String reason;

  private Watched(Running running) throws InterruptedException {
    this.running = running;
    try {
      reason = next("ready").replaceFirst("ready ", "");
    } catch (InterruptedException | AssertionError e) {
      running.close();
      throw e;
    }
  }

  static Watched of(Jvm jvm) throws InterruptedException {
    return new Watched(jvm.start());
  }

  static Watched of(String... signals) throws InterruptedException {
    return of(Jvm.of(Watcher.class, signals));
  }

  /// Why its capabilities are not complete; empty if they are.
  String reason() {
    return reason;
  }

  Target.Pid target() {
    return new Target.Pid((int) running.pid());
  }

  void send(Signal signal) throws UnixException {
    target().send(signal);
  }

  /// Its next line that begins with a word; others are warnings of the JVM.
  String next(String word) throws InterruptedException {
    while (true) {
      var line = running.line(Here.PATIENCE);
      if (line.startsWith(word)) {
        return line;
      }
    }
  }

  String ask(String command, String answer) throws IOException, InterruptedException {
    running.stdin().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    running.stdin().flush();
    return next(answer);
  }

  Output await() throws InterruptedException {
    return running.await(Here.PATIENCE);
  }

  @Override
  public void close() {
    running.close();
  }
}
