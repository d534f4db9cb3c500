package dev.rohrpost.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.Foreign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemVKeyTest {
  private static final String FTOK =
      """
      import ctypes, sys
      print(ctypes.CDLL(None).ftok(sys.argv[1].encode(), int(sys.argv[2])))
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(chars = {1, 'R', 0x7f, 0x80, 0xff})
  void aFileAndAProjectMakeTheKeyThatOtherProgramsMake(char project) throws Exception {
    var file = Files.createFile(folder.resolve("file"));
    var theirs =
        Foreign.run(
                Duration.ofMinutes(1),
                "python3",
                "-c",
                FTOK,
                file.toString(),
                Integer.toString(project))
            .orFail()
            .out()
            .strip();
    var key = SystemVKey.of(file, project);
    assertThat(key.number()).isEqualTo(Integer.parseInt(theirs));
    assertThat(key).hasToString(String.format(Locale.ROOT, "0x%08x", key.number()));
    assertThat(key.isPrivate()).isFalse();
  }

  @Test
  void aFileThatIsNotThereMakesNoKey() {
    assertThatThrownBy(() -> SystemVKey.of(folder.resolve("none"), 'R'))
        .isInstanceOf(UnixException.NotFound.class)
        .hasMessage("stat(" + folder.resolve("none") + "): ENOENT: no such file or directory");
  }

  @Test
  void aProjectIsAByteThatIsNotZero() {
    assertThatIllegalArgumentException().isThrownBy(() -> SystemVKey.of(folder, (char) 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SystemVKey.of(folder, 'Ā'))
        .withMessage("project 256 is not 1 to 255");
  }

  @Test
  void anOwnershipIsPrintedWithItsModeInOctal() {
    assertThat(new Ownership(1, 2, 3, 4, FileMode.of(0620))).hasToString("uid 1, gid 2, mode 0620");
  }
}
