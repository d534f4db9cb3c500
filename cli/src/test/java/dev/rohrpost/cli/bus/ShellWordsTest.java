package dev.rohrpost.cli.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.dbus.type.Signature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
  @Test
  void blanksAreBetweenWords() {
    assertThat(ShellWords.of(" 2 a\tb\n")).containsExactly("2", "a", "b");
    assertThat(ShellWords.of(" ")).isEmpty();
  }

  @Test
  void quotesProtect() {
    assertThat(ShellWords.of("'a b' \"c \\\" \\x $d\" e\\ f '' x'y'z $v"))
        .containsExactly("a b", "c \" \\x $d", "e f", "", "xyz", "$v");
    assertThat(ShellWords.of("$'a\\nb\\'\\303\\274\\0338ü😀'")).containsExactly("a\nb'ü\u001b8ü😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'", "\"a", "a\\", "$'a", "$'\\"})
  void whatHasNoEndIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ShellWords.of(text));
  }

  @Test
  void whatIsPrintedCanBeRead() throws Exception {
    var texts = List.of("", "a b", "$HOME `id` \\ \"", "a\nb\u0001'ü\u202e", "😀\t");
    for (var text : texts) {
      var printed = ValueText.content(Signature.of("s").single(), text);
      assertThat(ShellWords.of(printed)).as(printed).containsExactly(text);
    }
  }
}
