package dev.rohrpost.cli.command;

import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The command as a person starts it.
final class Rohrpost {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The root of the project; the tests run in the folder of their module.
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Rohrpost() {}

  static ProcessBuilder builder(String... words) {
    var command = new ArrayList<String>();
    command.add(ROOT.resolve("rohrpost").toString());
    command.addAll(List.of(words));
    return clean(new ProcessBuilder(command));
  }

  /// Starts it; closing the result kills it.
  static Running start(String... words) {
    return Running.start(builder(words));
  }

  /// Runs it to its end with nothing on standard input.
  static Output run(String... words) throws InterruptedException {
    try (var running = start(words)) {
      running.endInput();
      return running.await(PATIENCE);
    }
  }

  /// Runs a line of bash in which `rohrpost` can be called by its name.
  static Output shell(String line, String... words) throws InterruptedException {
    try (var running = Running.start(shellBuilder(line, words))) {
      running.endInput();
      return running.await(PATIENCE);
    }
  }

  static ProcessBuilder shellBuilder(String line, String... words) {
    var command = new ArrayList<>(List.of("bash", "-c", line, "bash"));
    command.addAll(List.of(words));
    var builder = clean(new ProcessBuilder(command));
    builder.environment().merge("PATH", ROOT.toString(), (path, root) -> root + ":" + path);
    return builder;
  }

  /// What the build sets for itself is not what a person has.
  private static ProcessBuilder clean(ProcessBuilder builder) {
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder;
  }
}
