package dev.rohrpost.cli;

import java.time.Duration;
import java.util.Locale;

/// Counts bytes and shows the count on standard error: on a terminal on one line that changes,
/// elsewhere once at the end.
final class Meter implements AutoCloseable {
  private static final long INTERVAL = Duration.ofMillis(200).toNanos();

  private final boolean shown;
  private final Console console;
  private final String what;
  private final long started = System.nanoTime();
  private long bytes;
  private long lastShown = started;

  private Meter(boolean shown, Console console, String what) {
    this.shown = shown;
    this.console = console;
    this.what = what;
  }

  /// Makes a meter, which is visible when asked for.
  ///
  /// @param what stands after the number, such as `sent`
  static Meter of(boolean shown, Console console, String what) {
    return new Meter(shown, console, what);
  }

  void add(long count) {
    bytes += count;
    var now = System.nanoTime();
    if (shown && console.errorIsTerminal() && now - lastShown > INTERVAL) {
      lastShown = now;
      console.redraw(text(now));
    }
  }

  private String text(long now) {
    var seconds = Math.max(1, now - started) / 1e9;
    return String.format(
        Locale.ROOT, "%d bytes %s, %.1f MiB/s", bytes, what, bytes / seconds / (1 << 20));
  }

  @Override
  public void close() {
    if (shown) {
      console.say((console.errorIsTerminal() ? "\r" : "") + text(System.nanoTime()));
    }
  }
}
