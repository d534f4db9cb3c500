package dev.rohrpost.pipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Looks whether another process is stuck in a pipe or FIFO.
final class Sleeping {
  private Sleeping() {}

  /// Returns when the kernel says that the process waits for a pipe.
  static void await(long pid) {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!place(pid).matches(".*pipe.*|.*fifo.*|wait_for_partner")) {
      if (System.nanoTime() > end) {
        throw new AssertionError("process " + pid + " is in " + place(pid));
      }
      Thread.onSpinWait();
    }
  }

  private static String place(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "wchan"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
