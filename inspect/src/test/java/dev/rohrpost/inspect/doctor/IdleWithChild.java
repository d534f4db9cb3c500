package dev.rohrpost.inspect.doctor;

import java.io.IOException;

/// A virtual machine that has nothing to say to its child, and would hear what that says.
final class IdleWithChild {
  private IdleWithChild() {}

  public static void main(String... arguments) throws IOException {
    var cat = new ProcessBuilder("cat").start();
    System.out.println("ready " + cat.pid());
    var _ = cat.getInputStream().read();
  }
}
