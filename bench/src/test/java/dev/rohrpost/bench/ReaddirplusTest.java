package dev.rohrpost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.rpc.gen.Compiler;
import dev.rohrpost.rpc.gen.JavaGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The measured code is the one that is generated today. To write it anew:
/// `-Drohrpost.regenerate=true`.
class ReaddirplusTest {
  private static final Path SPECIFICATION = Path.of("bench/src/main/x/readdirplus.x");
  private static final Path FOLDER = Path.of("bench/src/main/java");

  @Test
  void whatIsGeneratedIsWhatIsMeasured() throws Exception {
    var specification = Compiler.create().compile("readdirplus.x", Files.readString(SPECIFICATION));
    var files = JavaGenerator.create().generate(specification, "dev.rohrpost.bench.readdirplus");
    for (var file : files) {
      if (Boolean.getBoolean("rohrpost.regenerate")) {
        Files.writeString(FOLDER.resolve(file.path()), file.text());
      }
      assertThat(FOLDER.resolve(file.path())).hasContent(file.text());
    }
    try (var kept = Files.list(FOLDER.resolve("dev/rohrpost/bench/readdirplus"))) {
      assertThat(kept.toList())
          .containsExactlyInAnyOrderElementsOf(
              files.stream().map(file -> FOLDER.resolve(file.path())).toList());
    }
  }
}
