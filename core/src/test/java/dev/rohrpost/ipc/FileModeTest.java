package dev.rohrpost.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileModeTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 0600, 0777})
  void aModeHasNineBits(int bits) {
    assertThat(FileMode.of(bits).bits()).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(ints = {01000, 04755, 010_000, -1, Integer.MIN_VALUE})
  void otherBitsAreRefused(int bits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileMode.of(bits))
        .withMessage(
            "no file mode: 0" + Integer.toOctalString(bits) + "; it has no bits but those of 0777");
  }

  @Test
  void whatTheKernelSaysBesideThePermissionsIsLeftOut() {
    assertThat(FileMode.permissionsIn(0101640)).isEqualTo(FileMode.of(0640));
  }

  @Test
  void itIsPrintedInOctalWithFourDigits() {
    assertThat(FileMode.of(0)).hasToString("0000");
    assertThat(FileMode.of(07)).hasToString("0007");
    assertThat(FileMode.OWNER_ONLY).hasToString("0600");
    assertThat(FileMode.OWNER_AND_GROUP).hasToString("0660");
    assertThat(FileMode.EVERYBODY).hasToString("0666");
  }
}
