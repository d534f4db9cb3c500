package dev.rohrpost.cli.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacementTest {
  @TempDir Path folder;

  @Test
  void theFileIsReplacedAndALinkToItStays() throws Exception {
    var file = Files.writeString(folder.resolve("a.svg"), "old");
    var link = Files.createSymbolicLink(folder.resolve("b.svg"), file);
    new Replacement(link).write(List.of("new"));
    assertThat(file).hasContent("new\n");
    assertThat(link).isSymbolicLink();
    assertThat(folder)
        .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
  }

  @Test
  void aFailureIsNamedAndLeavesNothing() {
    var file = folder.resolve("none").resolve("a.svg");
    assertThatThrownBy(() -> new Replacement(file).write(List.of("new")))
        .hasMessage("creat(" + file + "): ENOENT: no such file or directory");
    assertThatThrownBy(() -> new Replacement(folder).write(List.of("new")))
        .hasMessage("creat(" + folder + "): EISDIR: is a directory");
    assertThatThrownBy(() -> new Replacement(Path.of("/dev/full")).write(List.of("new")))
        .hasMessage("write(/dev/full): ENOSPC: no space left on device");
    assertThat(folder).isEmptyDirectory();
  }
}
