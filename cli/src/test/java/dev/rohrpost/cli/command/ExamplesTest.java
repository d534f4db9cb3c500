package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Running;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The examples of the help, each run as it is.
@Timeout(120)
class ExamplesTest {
  /// One for all, as some examples go on where the last one has ended.
  private static final OwnMachine MACHINE = OwnMachine.start();

  @TempDir Path home;

  @AfterAll
  static void removeTheMachine() {
    MACHINE.close();
  }

  static Stream<String> examples() throws Exception {
    return Rohrpost.run("--help")
        .orFail()
        .out()
        .lines()
        .takeWhile(line -> !line.equals("Examples:"))
        .filter(line -> line.startsWith("  "))
        .map(line -> line.strip().replaceAll("  +.*", ""))
        .flatMap(ExamplesTest::examplesOf);
  }

  private static Stream<String> examplesOf(String command) {
    try {
      var words = Stream.concat(Arrays.stream(command.split(" ", -1)), Stream.of("--help"));
      return Rohrpost.run(words.toArray(String[]::new))
          .orFail()
          .out()
          .lines()
          .dropWhile(line -> !line.equals("Examples:"))
          .skip(1)
          .map(String::strip);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void itRuns(String line) throws Exception {
    // A server runs until it is told to stop; two seconds of it are enough.
    var limited =
        line.replace("rohrpost supervise", "timeout --preserve-status 2 rohrpost supervise")
            .replace("rohrpost http-echo", "timeout 2 rohrpost http-echo")
            .replaceFirst("^rohrpost rpc bind ([^&]*)$", "timeout 3 rohrpost rpc bind $1")
            .replace("rohrpost map --web", "timeout 5 rohrpost map --web");
    var builder = Rohrpost.shellBuilder("set -e; " + limited).directory(home.toFile());
    builder.environment().put("HOME", home.toString());
    try (var running = Running.start(MACHINE.inside(builder))) {
      running.endInput();
      var output = running.await(Rohrpost.PATIENCE);
      assertThat(output.err()).doesNotContain("rohrpost: ");
      assertThat(output.status()).isIn(0, 124);
    }
  }
}
