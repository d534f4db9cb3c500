package dev.rohrpost.cli.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.cli.command.Failure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HexTest {
  private static byte[] parse(String text) throws Failure {
    return Hex.parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void blanksMayStandAnywhere() throws Exception {
    assertThat(parse(" 0 0\tfF\r\n7\n f\n")).containsExactly(0, -1, 0x7f);
    assertThat(parse("")).isEmpty();
    assertThat(parse("\n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "00 0x, 'standard input, line 1, column 5: ''x'' is no hexadecimal digit'",
    "'00\n\n 00g', 'standard input, line 3, column 4: ''g'' is no hexadecimal digit'",
    "'\u0007', 'standard input, line 1, column 1: ''\\a'' is no hexadecimal digit'",
    "ä, 'standard input, line 1, column 1: the byte 0xe4 is no hexadecimal digit'",
    "00 1, 'standard input, line 1, column 5: the last byte has only one digit'",
    "1, 'standard input, line 1, column 2: the last byte has only one digit'"
  })
  void whatIsNoDigitHasItsPlace(String text, String why) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(Failure.class).hasMessage(why);
  }
}
