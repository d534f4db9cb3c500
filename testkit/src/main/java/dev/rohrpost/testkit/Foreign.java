package dev.rohrpost.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// Programs of other people that the tests talk to.
///
/// Where one is missing, its tests are skipped and say so. With `CI=true` in the environment they
/// fail: there, `./check` has installed everything.
public final class Foreign {
  private Foreign() {}

  /// Returns where the program is, and ends the test if it is nowhere in `PATH`. A path may also
  /// name a file that is no program, such as a header.
  public static Path require(String program) {
    Optional<Path> found = find(program);
    if (found.isEmpty()) {
      missing(program);
    }
    return found.orElseThrow();
  }

  /// Starts a program; closing the result kills it.
  public static Running start(String program, String... arguments) {
    var command = new ArrayList<String>();
    command.add(require(program).toString());
    command.addAll(List.of(arguments));
    return Running.start(new ProcessBuilder(command));
  }

  /// Runs a program to its end with nothing on its standard input.
  public static Output run(Duration patience, String program, String... arguments)
      throws InterruptedException {
    try (Running running = start(program, arguments)) {
      running.endInput();
      return running.await(patience);
    }
  }

  /// Looks in `PATH`, unless it is a path already.
  static Optional<Path> find(String program) {
    if (program.contains("/")) {
      return Optional.of(Path.of(program)).filter(Files::isReadable);
    }
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return List.of(path.split(":", -1)).stream()
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static void missing(String program) {
    String what = program + " is not installed; ./check installs it, or names its package";
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(what);
    }
    System.err.println("SKIPPED: " + what);
    Assumptions.abort(what);
  }
}
