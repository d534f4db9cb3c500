package dev.rohrpost.cli.http;

import java.time.Duration;
import java.util.function.Consumer;

/// Passes one line on in a while, and says how many it has kept to itself.
final class SparingLog {
  private final Consumer<String> log;
  private final long pause;
  private long quietUntil;
  private boolean isQuiet;
  private int kept;

  SparingLog(Consumer<String> log, Duration pause) {
    this.log = log;
    this.pause = pause.toNanos();
  }

  void say(String line) {
    var now = System.nanoTime();
    if (isQuiet && now - quietUntil < 0) {
      kept++;
      return;
    }
    log.accept(kept == 0 ? line : line + " (and " + kept + " times more before)");
    kept = 0;
    isQuiet = true;
    quietUntil = now + pause;
  }
}
