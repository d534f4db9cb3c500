package dev.rohrpost.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How much memory this JVM has: its resident set, and the part of the heap that is in use.
final class Footprint {
  /// All of the heap is resident from the beginning: then what it is used for can be added.
  static final List<String> FLAGS = List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch");

  private Footprint() {}

  /// Returns the number of bytes after a collection.
  static long now() throws IOException {
    System.gc();
    return resident() + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long resident() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      var line = lines.filter(it -> it.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }
  }
}
