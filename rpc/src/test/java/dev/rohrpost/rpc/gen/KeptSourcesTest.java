package dev.rohrpost.rpc.gen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.testkit.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The classes of the snippets are kept beside the tests: there the build compiles them, looks at
/// their format, and tests use them. To write them anew: `-Drohrpost.regenerate=true`.
class KeptSourcesTest {
  private static final Path FOLDER = Path.of("src/test/java");
  private static final String PACKAGE = "dev.rohrpost.rpc.gen.snippets.";

  static final List<String> NAMES = Snippets.NAMES;

  private static List<JavaFile> generated(String name) throws SpecificationException {
    return JavaGenerator.create().generate(Snippets.snippet(name), PACKAGE + name);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  @Row({"GEN-01", "GEN-03"})
  void whatIsGeneratedIsWhatIsKept(String name) throws Exception {
    for (var file : generated(name)) {
      if (Boolean.getBoolean("rohrpost.regenerate")) {
        Files.createDirectories(FOLDER.resolve(file.path()).getParent());
        Files.writeString(FOLDER.resolve(file.path()), file.text());
      }
      assertThat(FOLDER.resolve(file.path())).hasContent(file.text());
    }
    assertThat(kept(name))
        .containsExactlyInAnyOrderElementsOf(
            generated(name).stream().map(file -> FOLDER.resolve(file.path())).toList());
  }

  private static List<Path> kept(String name) throws IOException {
    try (var files = Files.list(FOLDER.resolve((PACKAGE + name).replace('.', '/')))) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  @Row("GEN-03")
  void neitherTheLocaleNorAnotherRunChangesAByte(String name) throws Exception {
    var before = Locale.getDefault();
    var first = generated(name);
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-thai"));
      assertThat(generated(name)).isEqualTo(first);
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(generated(name)).isEqualTo(first);
    } finally {
      Locale.setDefault(before);
    }
    for (var other : NAMES.reversed()) {
      generated(other);
    }
    assertThat(generated(name)).isEqualTo(first);
  }
}
