package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static List<String> split(String line) {
    return CommandLine.split(line);
  }

  @Test
  void wordsAreSeparatedByBlanks() {
    assertThat(split("  ls -l\t/tmp\n")).containsExactly("ls", "-l", "/tmp");
  }

  @Test
  void singleQuotesKeepEverything() {
    assertThat(split("echo 'two  words' '\\n \"$x\"'"))
        .containsExactly("echo", "two  words", "\\n \"$x\"");
  }

  @Test
  void doubleQuotesKeepBlanksAndKnowFourEscapes() {
    assertThat(split("echo \"two  words\" \"a\\\"b\\\\c\\$d\\`e\" \"\\n\""))
        .containsExactly("echo", "two  words", "a\"b\\c$d`e", "\\n");
  }

  @Test
  void aBackslashKeepsTheNextCharacter() {
    assertThat(split("echo two\\ words \\' \\\\ a\\\nb"))
        .containsExactly("echo", "two words", "'", "\\", "ab");
  }

  @Test
  void quotesInTheMiddleOfAWordDoNotEndIt() {
    assertThat(split("a'b c'\"d e\"f")).containsExactly("ab cd ef");
  }

  @Test
  void anEmptyWordIsAWord() {
    assertThat(split("echo '' \"\"")).containsExactly("echo", "", "");
  }

  @Test
  void whatShellsExpandStaysAsItIs() {
    assertThat(split("a $HOME *.c ~ | b > c; d & #e"))
        .containsExactly("a", "$HOME", "*.c", "~", "|", "b", ">", "c;", "d", "&", "#e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\t\n"})
  void anEmptyLineIsRefused(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split(line))
        .withMessage("empty command line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo 'a", "echo \"a", "'", "a\"b'c"})
  void anUnclosedQuoteIsRefused(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split(line))
        .withMessageStartingWith("unclosed ")
        .withMessageEndingWith(line);
  }

  @Test
  void aBackslashAtTheEndIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split("echo a\\"))
        .withMessage("nothing after the backslash at the end of: echo a\\");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "", "two words", "it's", "\"", "$a`b`\\", "\n", "ü*"})
  void aQuotedWordIsReadAsItWas(String word) {
    assertThat(split("x " + CommandLine.quote(word))).containsExactly("x", word);
  }
}
