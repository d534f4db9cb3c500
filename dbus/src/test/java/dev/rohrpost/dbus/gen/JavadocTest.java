package dev.rohrpost.dbus.gen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.codegen.Out;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavadocTest {
  private static String written(String text) {
    var out = new Out();
    Javadoc.write(out, text);
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          plain text, (all) of it: fine. | plain text, (all) of it: fine.
          a * b                          | a &#42; b
          a *b* c                        | a \\*b&#42; c
          snake_case _x_                 | snake_case \\_x&#95;
          [link] <b>                     | \\[link&#93; \\<b>
          a & b &amp; &#42;              | a & b \\&amp; \\&#42;
          `code *x*` and ``more``        | `code *x*` and `more`
          a ` tick                       | a &#96; tick
          `a\\b`                         | \\`a\\\\b&#96;
          \\u0041                        | \\\\u0041
          {@code x} @since               | {&#64;code x} @since
          @since                         | &#64;since
          # head                         | &#35; head
          1. one                         | 1&#46; one
          ---                            | &#45;--
          """)
  void signsThatMeanSomethingInMarkdownSayThemselves(String text, String comment) {
    assertThat(written(text)).isEqualTo("/// " + comment + "\n");
  }

  @Test
  void noLineBeginsWithWhatWouldBeginAList() {
    var text = written(("word ".repeat(18) + "- 1. # @a ").repeat(20));
    assertThat(text.lines()).hasSizeGreaterThan(15);
    assertThat(text.lines()).noneMatch(line -> line.matches("/// ([-#@]|\\d+\\.).*"));
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void paragraphsAndItemsStayApart() {
    assertThat(written("a\n\nb\n- c\n- d\n\ne"))
        .isEqualTo("/// a\n///\n/// b\n///\n/// - c\n/// - d\n///\n/// e\n");
  }
}
