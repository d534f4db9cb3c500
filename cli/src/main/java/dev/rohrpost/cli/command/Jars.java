package dev.rohrpost.cli.command;

import java.io.IOException;

/// The files that the classes of this program are in.
///
/// The JVM opens each when the first class is taken from it. In a server that may be at a moment
/// when its clients hold all descriptors, and a class that was not found then is missing ever
/// after.
public final class Jars {
  private Jars() {}

  /// Opens them all. Every command that serves until it is ended begins with it.
  ///
  /// @throws IOException if one cannot be opened
  public static void open() throws IOException {
    for (var module : ModuleLayer.boot().modules()) {
      if (module.getClassLoader() == null) {
        continue; // a part of the JVM, which has its own file open from the start
      }
      try (var descriptor = module.getResourceAsStream("module-info.class")) {
        if (descriptor == null) {
          throw new IOException(module + " has no descriptor");
        }
      }
    }
  }
}
