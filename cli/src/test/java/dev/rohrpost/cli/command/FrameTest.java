package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is the same for every subcommand.
class FrameTest {
  @Test
  void theVersionIsOneLine() throws Exception {
    assertThat(Rohrpost.run("--version").orFail().out()).matches("rohrpost \\S+ \\(Java 25.*\\)\n");
  }

  @Test
  void helpNamesTheCommands() throws Exception {
    assertThat(Rohrpost.run("--help").orFail().out())
        .contains("signal send", "completion", "Examples:");
    assertThat(Rohrpost.run("signal", "--help").orFail().out())
        .contains("signal send", "signal watch")
        .doesNotContain("completion ");
    assertThat(Rohrpost.run("help", "signal", "send").orFail().out())
        .isEqualTo(Rohrpost.run("signal", "send", "--help").orFail().out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frobnicate",
        "--frobnicate",
        "signal",
        "signal frobnicate",
        "signal list --frobnicate",
        "signal send",
        "signal send USR1",
        "signal send FROBNICATE 1",
        "signal send USR1 0",
        "signal send USR1 -5",
        "signal send USR1 99999999999",
        "signal send USR1 x",
        "signal send USR1 1 --value",
        "signal send USR1 1 --value x",
        "signal send USR1 1 --value 99999999999",
        "signal send USR1 1 --group --thread",
        "signal watch USR1 --timeout 5",
        "signal watch USR1 --count -1",
        "signal show 1 2",
        "signal list surplus",
        "completion fish"
      })
  @Row("BOX-01")
  void wrongUsageIsOneLineThatLeadsToTheHelp(String line) throws Exception {
    var words = line.isEmpty() ? new String[0] : line.split(" ", -1);
    var output = Rohrpost.run(words);
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.out()).isEmpty();
    assertThat(output.err()).startsWith("rohrpost: ").containsOnlyOnce("\n").contains("--help");
  }

  @Test
  void wordsThatAreNoTextAreRefused() throws Exception {
    var output = Rohrpost.shell("rohrpost signal show $'\\xff'");
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.err()).containsOnlyOnce("\n").endsWith("is not UTF-8\n");
  }

  @Test
  void wordsAreUtf8WhateverTheLocale() throws Exception {
    var output = Rohrpost.shell("LC_ALL=C rohrpost signal show Grüße");
    assertThat(output.err()).contains("'Grüße' is no process id");
  }

  @Test
  void aStackTraceIsShownOnDemandOnly() throws Exception {
    assertThat(Rohrpost.run("signal", "show", "2147483647").err()).containsOnlyOnce("\n");
    assertThat(Rohrpost.run("signal", "show", "2147483647", "--debug").err())
        .contains("\n\tat dev.rohrpost");
  }

  @Test
  @Row("BOX-02")
  void anOutputThatNobodyReadsEndsItAsItEndsCat() throws Exception {
    var cat = Rohrpost.shell("cat /dev/zero | true; echo ${PIPESTATUS[0]}").orFail();
    for (var command : new String[] {"rohrpost signal list", "rohrpost completion bash"}) {
      // `true` has gone long before a JVM has begun to write.
      var ours = Rohrpost.shell(command + " | true; echo ${PIPESTATUS[0]}").orFail();
      assertThat(ours).isEqualTo(cat);
    }
  }

  @ParameterizedTest
  @CsvSource({"/dev/full, ENOSPC", "&-, EBADF"})
  @Row("BOX-01")
  void anOutputThatCannotBeWrittenIsSaid(String target, String errno) throws Exception {
    var output = Rohrpost.shell("rohrpost signal list >" + target);
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err())
        .startsWith("rohrpost: write(standard output): " + errno + ": ")
        .containsOnlyOnce("\n");
  }

  @Test
  void closedStandardDescriptorsAreNotMistakenForFiles() throws Exception {
    var all = Rohrpost.shell("rohrpost --version <&- >&- 2>&-; echo $?");
    assertThat(all.out()).isEqualTo("1\n");
    var noInput = Rohrpost.shell("rohrpost --version <&-");
    assertThat(noInput.orFail().out()).startsWith("rohrpost ");
    var noErrors = Rohrpost.shell("rohrpost --frobnicate 2>&-");
    assertThat(noErrors).isEqualTo(new Output(2, "", ""));
  }

  @Test
  void tooFewDescriptorsAreOneLine() throws Exception {
    Foreign.require("prlimit");
    for (var limit = 12; limit < 40; limit += 3) {
      var output = Rohrpost.shell("prlimit --nofile=" + limit + " rohrpost signal list");
      if (output.status() == 0) {
        assertThat(output.err()).isEmpty();
      } else {
        assertThat(output.err()).startsWith("rohrpost: ").contains("EMFILE").containsOnlyOnce("\n");
      }
    }
  }

  @Test
  void coloursAreForTerminalsOnly() throws Exception {
    Foreign.require("script");
    assertThat(Rohrpost.run("signal", "list").orFail().out()).doesNotContain("\u001b");
    assertThat(onTerminal("rohrpost signal list")).contains("\u001b[1m");
    assertThat(onTerminal("NO_COLOR=1 rohrpost signal list")).doesNotContain("\u001b");
  }

  private static String onTerminal(String line) throws Exception {
    return Rohrpost.shell("TERM=xterm script -qec '" + line + "' /dev/null").orFail().out();
  }
}
