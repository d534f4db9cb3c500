package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A script that waits for words in a file may look before whoever writes it has opened it.
class WaitingScriptsTest {
  private static final Pattern WAITING = Pattern.compile("(until|while) (! )?grep (-\\w+ )?");
  private static final Pattern SILENT = Pattern.compile(".* -\\w*s\\w* ");

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(line -> file.getFileName() + ": " + line.strip());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"src/test/java", "../docs"})
  void aFileThatIsNotThereYetIsNoError(String folder) throws Exception {
    List<String> waiting;
    try (var files = Files.walk(Path.of(folder))) {
      waiting =
          files
              .filter(file -> file.toString().matches(".*\\.(java|md)"))
              .flatMap(WaitingScriptsTest::lines)
              .filter(line -> WAITING.matcher(line).find())
              .toList();
    }
    assertThat(waiting)
        .isNotEmpty()
        .allMatch(line -> {
          var words = WAITING.matcher(line);
          return words.find() && SILENT.matcher(words.group()).matches();
        });
  }
}
