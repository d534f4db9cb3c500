package dev.rohrpost.inspect.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Reads a little of what its child says, and then does something else for a long time.
final class ReadsSlowly {
  private ReadsSlowly() {}

  public static void main(String... arguments) throws IOException {
    var child = new ProcessBuilder("yes").start();
    System.out.println("ready " + child.pid());
    while (child.getInputStream().readNBytes(100).length > 0) {
      LockSupport.parkNanos(Duration.ofHours(1).toNanos());
    }
  }
}
