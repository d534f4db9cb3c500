package dev.rohrpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManualTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  static Stream<Commands.Entry> commands() {
    return Commands.all().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aPageShowsEveryOptionAndWord(Commands.Entry command) throws Exception {
    Manual.writeTo(folder);
    var page = rendered(folder.resolve(Manual.fileName(command)));
    for (var option : Commands.get(command.name()).spec().options()) {
      assertThat(page).contains(option.names());
    }
    for (var word : Commands.get(command.name()).spec().positionalParameters()) {
      assertThat(page).contains(word.paramLabel());
    }
    assertThat(page)
        .contains("NAME", "SYNOPSIS", "EXAMPLES", "EXIT STATUS", "rohrpost " + command.name());
  }

  @Test
  void thePageOfAllNamesEachCommand() throws Exception {
    Manual.writeTo(folder);
    assertThat(rendered(folder.resolve("rohrpost.1")))
        .contains(commands().map(c -> "rohrpost-" + c.name().replace(' ', '-')).toList());
  }

  /// With warnings: a macro that man(7) does not know would otherwise vanish in silence.
  private static String rendered(Path page) throws Exception {
    var output =
        Foreign.run(
                PATIENCE,
                "groff",
                "-man",
                "-Tascii",
                "-ww",
                "-P-c",
                "-P-u",
                "-P-b",
                page.toString())
            .orFail();
    assertThat(output.err()).isEmpty();
    assertThat(Files.size(page)).isPositive();
    return output.out();
  }
}
