package dev.rohrpost.dbus.gen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.codegen.JavaFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The interface of `nasty.xml` is kept beside the tests: there the build compiles it, looks at its
/// format, and tests use it. To write it anew: `-Drohrpost.regenerate=true`.
class KeptSourcesTest {
  private static final Path FOLDER = Path.of("src/test/java");
  private static final Path DOCUMENT =
      Path.of("src/test/resources/dev/rohrpost/dbus/gen/nasty.xml");

  private static List<JavaFile> generated() throws Exception {
    return Generation.of(List.of(DOCUMENT)).files();
  }

  @Test
  void whatIsGeneratedIsWhatIsKept() throws Exception {
    for (var file : generated()) {
      var kept = FOLDER.resolve(file.path());
      if (Boolean.getBoolean("rohrpost.regenerate")) {
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, file.text());
      }
      assertThat(kept).hasContent(file.text());
    }
  }

  @Test
  void neitherTheLocaleNorAnotherRunChangesAByte() throws Exception {
    var first = generated();
    var before = Locale.getDefault();
    try {
      for (var tag : List.of("tr-TR-u-nu-thai", "ar-EG")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(generated()).isEqualTo(first);
      }
    } finally {
      Locale.setDefault(before);
    }
  }
}
