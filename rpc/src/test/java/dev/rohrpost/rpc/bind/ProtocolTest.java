package dev.rohrpost.rpc.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.rpc.gen.Compiler;
import dev.rohrpost.rpc.gen.JavaGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The code generated from `rpcbind.x` is kept in the repository, so that a change of the compiler
/// is seen.
class ProtocolTest {
  private static final String PACKAGE = "dev.rohrpost.rpc.bind.protocol";
  private static final Path SOURCES = Path.of("src/main/java");

  @Test
  void whatIsKeptIsWhatIsGenerated() throws Exception {
    var specification = Compiler.create().compile(Path.of("src/main/x/rpcbind.x"));
    var generated = JavaGenerator.create().generate(specification, PACKAGE);
    for (var file : generated) {
      assertThat(SOURCES.resolve(file.path())).hasContent(file.text());
    }
    try (var kept = Files.list(SOURCES.resolve(PACKAGE.replace('.', '/')))) {
      assertThat(kept.map(it -> SOURCES.relativize(it).toString()))
          .containsExactlyInAnyOrderElementsOf(
              generated.stream().map(file -> file.path()).toList());
    }
  }
}
