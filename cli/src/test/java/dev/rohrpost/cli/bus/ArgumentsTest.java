package dev.rohrpost.cli.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.dbus.type.Signature;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
  }

  private static String readAndPrinted(String signature, String line) throws Exception {
    var types = Signature.of(signature);
    return ValueText.of(types, List.of(Arguments.read(types, words(line))));
  }

  @ParameterizedTest
  @CsvSource({
    "y, 0xff, y 255",
    "n, -0b11, n -3",
    "q, 010, q 8",
    "u, 0o17, u 15",
    "x, +5, x 5",
    "t, 0xffffffffffffffff, t 18446744073709551615",
    "b, ON, b true",
    "b, n, b false",
    "d, -.5e-1, d -0.05",
    "d, -inf, d -Infinity",
    "d, -0, d -0",
    "v, (ai) 2 1 2, v (ai) 2 1 2",
    "a{uv}, 1 7 v b yes, a{uv} 1 7 v b true",
    "aas, 2 0 1 x, 'aas 2 0 1 \"x\"'",
    "g, '', 'g \"\"'"
  })
  void valuesAreReadAndPrinted(String signature, String line, String printed) throws Exception {
    var given = signature.equals("g") ? List.of("") : words(line);
    var types = Signature.of(signature);
    assertThat(ValueText.of(types, List.of(Arguments.read(types, given)))).isEqualTo(printed);
    assertThat(readAndPrinted("v", "i 1")).isEqualTo("v i 1");
  }

  @ParameterizedTest
  @CsvSource({
    "y, -1",
    "y, 1.0",
    "n, 32768",
    "t, -1",
    "x, 9223372036854775808",
    "u, 0xg",
    "u, 08",
    "u, ''",
    "b, maybe",
    "d, 1d",
    "d, 0x1p3",
    "o, a",
    "g, a",
    "v, '(ii'",
    "v, ''",
    "v, ii 1 2",
    "i, ''",
    "as, 2 x",
    "as, 4294967295 x",
    "a{ss}, 2 a x a y",
    "h, x",
    "ii, 1",
    "i, 1 2"
  })
  void whatIsNotOfItsTypeIsWrongUsage(String signature, String line) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Arguments.read(Signature.of(signature), words(line)))
        .satisfies(failure -> assertThat(failure.status()).isEqualTo(Exit.USAGE))
        .satisfies(failure -> assertThat(failure.line()).isNotEmpty().doesNotContain("\n"));
  }

  @Test
  void variantsWithinEachOtherHaveAnEnd() throws Exception {
    var words = new ArrayList<String>();
    for (var i = 0; i < 100_000; i++) {
      words.add("v");
    }
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Arguments.read(Signature.of("v"), words))
        .withMessageContaining("63 variants");
  }

  @Test
  void aLongArrayIsReadAndPrinted() throws Exception {
    var line = "100000" + " 1".repeat(100_000);
    assertThat(readAndPrinted("ay", line)).isEqualTo("ay " + line);
  }
}
