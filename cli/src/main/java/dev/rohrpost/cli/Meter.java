package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.output.QueuedOutput;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Counts bytes and shows the count on standard error: on a terminal on one line that changes,
/// elsewhere once at the end. Counting never waits for a reader.
final class Meter implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /// How long the last line may take to be written.
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private final boolean shown;
  private final boolean onTerminal;
  private final String what;
  private final QueuedOutput output;
  private final long started = System.nanoTime();
  private final LongAdder bytes = new LongAdder();
  private final CountDownLatch done = new CountDownLatch(1);

  private Meter(boolean shown, Console console, String what, QueuedOutput output) {
    this.shown = shown;
    this.onTerminal = console.errorIsTerminal();
    this.what = what;
    this.output = output;
    if (shown && onTerminal) {
      Thread.ofPlatform().daemon().name("meter").start(this::show);
    }
  }

  /// Makes a meter, which is visible when asked for.
  ///
  /// @param what stands after the number, such as `sent`
  static Meter of(boolean shown, Console console, String what) {
    return on(QueuedOutput.toStandardError(), shown, console, what);
  }

  /// Makes a meter that shares an output with others.
  static Meter on(QueuedOutput output, boolean shown, Console console, String what) {
    return new Meter(shown, console, what, output);
  }

  /// Adds some, from any thread.
  void add(long count) {
    bytes.add(count);
  }

  private void show() {
    try {
      while (!done.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        output.offerText("\r" + text());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String text() {
    var seconds = Math.max(1, System.nanoTime() - started) / 1e9;
    var sum = bytes.sum();
    return String.format(
        Locale.ROOT, "%d bytes %s, %.1f MiB/s", sum, what, sum / seconds / (1 << 20));
  }

  @Override
  public void close() {
    done.countDown();
    if (shown) {
      output.offer((onTerminal ? "\r" : "") + text());
    }
    output.close(PATIENCE);
  }
}
