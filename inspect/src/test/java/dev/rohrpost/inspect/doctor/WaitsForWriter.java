package dev.rohrpost.inspect.doctor;

import java.io.IOException;

/// Waits for the end of a child that has more to say than a pipe takes, and does not listen.
final class WaitsForWriter {
  private WaitsForWriter() {}

  public static void main(String... arguments) throws IOException, InterruptedException {
    var child = new ProcessBuilder("head", "-c", "1000000", "/dev/zero").start();
    System.out.println("ready " + child.pid());
    var _ = child.waitFor();
  }
}
