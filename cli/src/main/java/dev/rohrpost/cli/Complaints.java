package dev.rohrpost.cli;

import dev.rohrpost.cli.output.QueuedOutput;
import java.time.Duration;

/// Lines about what fails again and again: some at once, then only their number.
final class Complaints {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int MOST = 10;

  private final QueuedOutput output;
  private long began = System.nanoTime();
  private int said;
  private long unsaid;

  /// @param output where lines go
  Complaints(QueuedOutput output) {
    this.output = output;
  }

  /// Says a line, unless there were too many within a moment. From any thread.
  synchronized void say(String line) {
    var now = System.nanoTime();
    if (now - began >= WINDOW.toNanos()) {
      finish();
      began = now;
    }
    if (said < MOST) {
      said++;
      output.offer("rohrpost: " + line);
    } else {
      unsaid++;
    }
  }

  /// Says how many lines were left out.
  synchronized void finish() {
    if (unsaid > 0) {
      output.offer("rohrpost: " + unsaid + " more failures like these");
    }
    unsaid = 0;
    said = 0;
  }
}
