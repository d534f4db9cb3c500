package dev.rohrpost.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.ipc.FileMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "2s, PT2S",
    "1m, PT1M",
    "1.5s, PT1.5S",
    "0s, PT0S",
    "10us, PT0.00001S",
    "2h, PT2H"
  })
  void durationsHaveUnits(String text, Duration duration) {
    assertThat(Values.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1 s", "1S", "1e3s", "1.s", "s1", "1fortnight"})
  void aDurationThatIsNoneIsNamed(String text) {
    assertThatThrownBy(() -> Values.duration(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is no duration; write 250ms, 2s or 1m");
  }

  @Test
  void aDurationWithoutAUnitIsAskedForIt() {
    assertThatThrownBy(() -> Values.duration("5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'5' of what? write 5s for seconds, or ms, m, h");
  }

  @Test
  void aDurationThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> Values.duration("999999999999999999d"))
        .hasMessageContaining("longer than 292 years");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "64KiB, 65536",
    "1MiB, 1048576",
    "2G, 2147483648",
    "8191PiB, -1",
    "1TiB, 1099511627776"
  })
  void sizesCountBytes(String text, long bytes) {
    if (bytes < 0) {
      assertThatThrownBy(() -> Values.size(text)).hasMessageContaining("is no size");
    } else {
      assertThat(Values.size(text)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "KiB", "1.5MiB", "1 KiB", "0x10"})
  void aSizeThatIsNoneIsNamed(String text) {
    assertThatThrownBy(() -> Values.size(text)).hasMessageStartingWith("'" + text + "' is no size");
  }

  @Test
  void aSizeThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> Values.size("999999999999999999GiB"))
        .hasMessageContaining("more than a machine can count");
  }

  @Test
  void modesAreOctal() {
    assertThat(Values.mode("0600")).isEqualTo(FileMode.OWNER_ONLY);
    assertThat(Values.mode("755").bits()).isEqualTo(0b111_101_101);
    assertThatThrownBy(() -> Values.mode("01777")).hasMessageContaining("bits but those of 0777");
    assertThatThrownBy(() -> Values.mode("0800")).hasMessageContaining("in octal");
    assertThatThrownBy(() -> Values.mode("rw")).hasMessageContaining("in octal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "-2147483648"})
  void aProcessIdIsPositive(String text) {
    assertThatThrownBy(() -> Values.pid(text)).hasMessageContaining("these are positive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "99999999999999999999"})
  void hugeNumbersAreRefused(String text) {
    assertThatThrownBy(() -> Values.pid(text))
        .hasMessage("'" + text + "' is no process id of 32 bits");
  }

  @Test
  void whatIsNoNumberIsNamed() {
    assertThatThrownBy(() -> Values.count("many")).hasMessage("'many' is no count");
  }
}
