package dev.rohrpost.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
  private static final Generator GENERATOR = new Generator("test", "examples");

  @TempDir Path folder;

  private static JavaFile file(String path) {
    return new JavaFile(path, GENERATOR.mark() + " class " + path.length() + " {}\n");
  }

  private Path out() {
    return folder.resolve("deep/out");
  }

  private Path list() {
    return folder.resolve("lists/one");
  }

  private Changes write(JavaFile... files) throws IOException {
    return GENERATOR.write(List.of(files), out(), list());
  }

  private List<String> present() throws IOException {
    try (Stream<Path> all = Files.walk(out())) {
      return all.filter(Files::isRegularFile)
          .map(file -> out().relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void onlyWhatDiffersIsWrittenAndLeftoversGoWithTheirFolders() throws Exception {
    var first = write(file("a/B.java"), file("a/c/D.java"), file("e/F.java"));
    assertThat(first.written()).containsExactly("a/B.java", "a/c/D.java", "e/F.java");
    var kept = out().resolve("a/B.java");
    Files.setLastModifiedTime(kept, FileTime.fromMillis(1_000_000));
    Files.writeString(out().resolve("e/Own.java"), "class Own {}");
    assertThat(write(file("a/B.java"), file("a/c/D.java"), file("e/F.java")).isNothing()).isTrue();
    var second = write(file("a/B.java"), new JavaFile("g/H.java", GENERATOR.mark()));
    assertThat(second)
        .isEqualTo(
            new Changes(
                List.of("g/H.java"), List.of("a/c/D.java", "e/F.java"), List.of("a/B.java")));
    assertThat(Files.getLastModifiedTime(kept).toMillis()).isEqualTo(1_000_000);
    assertThat(present()).containsExactly("a/B.java", "e/Own.java", "g/H.java");
    assertThat(out().resolve("a/c")).doesNotExist();
    write();
    assertThat(list()).doesNotExist();
    assertThat(present()).containsExactly("e/Own.java");
  }

  @Test
  void whatAnotherHasWrittenStaysAndNothingElseIsWritten() throws Exception {
    Files.createDirectories(out().resolve("a"));
    for (var text : List.of("class B {}", "@Generated(\"dev.rohrpost.other.gen\") class B {}")) {
      Files.writeString(out().resolve("a/B.java"), text);
      assertThatThrownBy(() -> write(file("a/A.java"), file("a/B.java")))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessageContaining("it was not generated");
      assertThat(present()).containsExactly("a/B.java");
    }
    Files.delete(out().resolve("a/B.java"));
    Files.createDirectory(out().resolve("a/B.java"));
    assertThatThrownBy(() -> write(file("a/B.java"))).isInstanceOf(IOException.class);
    Files.delete(out().resolve("a/B.java"));
    Files.createSymbolicLink(out().resolve("a/B.java"), folder.resolve("nowhere"));
    assertThatThrownBy(() -> write(file("a/B.java"))).isInstanceOf(IOException.class);
  }

  @Test
  void aListLeadsNowhereElse() throws Exception {
    var other = folder.resolve("deep/Other.java");
    Files.createDirectories(out());
    Files.createDirectories(list().getParent());
    Files.writeString(other, GENERATOR.mark());
    Files.writeString(out().resolve("text.txt"), GENERATOR.mark());
    Files.writeString(out().resolve("Own.java"), "class Own {}");
    Files.writeString(
        list(),
        "# a comment\n../Other.java\n" + other + "\na/../../Other.java\ntext.txt\nOwn.java\n\0\n");
    assertThat(write().removed()).isEmpty();
    assertThat(other).exists();
    assertThat(present()).containsExactly("Own.java", "text.txt");
  }

  @Test
  void listsOfOtherSourcesHaveOtherNames() {
    var files = List.of(Path.of("a/one.x"), Path.of("b/two.x"));
    var list = GENERATOR.list(folder, "p", files);
    assertThat(list.getFileName().toString()).matches("\\.rohrpost-test-[0-9a-f]{8}");
    assertThat(GENERATOR.list(folder, "p", List.of(Path.of("two.x"), Path.of("one.x"))))
        .isEqualTo(list);
    assertThat(GENERATOR.list(folder, "q", files)).isNotEqualTo(list);
    assertThat(GENERATOR.list(folder, "p", files.subList(0, 1))).isNotEqualTo(list);
  }
}
