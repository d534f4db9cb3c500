package dev.rohrpost.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {
  @TempDir Path root;

  @Test
  void bashReadsBackWhatWasWritten() throws Exception {
    var home = Files.createDirectories(root.resolve("a folder with 'quotes' and $(blanks)"));
    for (var module : Launch.MODULES) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
    }
    var source = Files.createFile(root.resolve("cli/src/main/java/A.java"));
    new Launch(root, home, home.resolve("lib")).writeTo(home.resolve("launch"));
    var shown =
        Foreign.run(
                Duration.ofSeconds(30),
                "bash",
                "-c",
                "source \"$1\"; printf '%s\\n' \"$home\" \"${sources[@]}\" \"${short[0]}\"",
                "bash",
                home.resolve("launch").toString())
            .orFail();
    assertThat(shown.out().lines())
        .contains(
            home.toString(),
            root.relativize(source).toString(),
            "cli/src/main/java",
            "pom.xml",
            "--module-path=" + home.resolve("lib"));
  }
}
