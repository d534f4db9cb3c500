package dev.rohrpost.inspect.doctor;

import java.io.IOException;

/// Writes to `cat`, and never reads what that answers.
final class WritesToCat {
  private WritesToCat() {}

  public static void main(String... arguments) throws IOException {
    var cat = new ProcessBuilder("cat").start();
    System.out.println("ready " + cat.pid());
    cat.getOutputStream().write(new byte[1 << 20]);
  }
}
