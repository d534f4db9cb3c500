package dev.rohrpost.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The C programs, compiled on the spot.
final class Baseline {

  private static final Path SOURCES = Path.of("bench/src/main/c");
  private static final Path PROGRAMS = Path.of("bench/target/c");
  private static final String OPTIONS = "// cc: ";
  private static final Set<String> COMPILED = new HashSet<>();

  private Baseline() {}

  /// Returns what the first line of a source asks of the compiler.
  private static List<String> options(Path source) throws IOException {
    try (var lines = Files.lines(source)) {
      var first = lines.findFirst().orElse("");
      return first.startsWith(OPTIONS)
          ? List.of(first.substring(OPTIONS.length()).split(" "))
          : List.of();
    }
  }

  /// Returns the program of a source that was compiled already, by the process that runs the race.
  static Path compiled(String name) {
    return PROGRAMS.resolve(name);
  }

  /// Returns the program of a source, which is compiled once in a run.
  static synchronized Path program(String name) throws IOException, InterruptedException {
    var program = compiled(name);
    if (COMPILED.add(name)) {
      Files.createDirectories(PROGRAMS);
      var source = SOURCES.resolve(name + ".c");
      var line = new ArrayList<>(List.of("cc", "-O2", "-o", program.toString(), source.toString()));
      line.addAll(options(source));
      Race.succeed(new ProcessBuilder(line).inheritIO().start(), line);
    }
    return program;
  }
}
