package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import org.junit.jupiter.api.Test;

class CompletionTest {
  @Test
  void bashCompletesCommandsOptionsAndSignals() throws Exception {
    assertThat(completed("rohrpost sig")).contains("signal");
    assertThat(completed("rohrpost signal se")).contains("send");
    assertThat(completed("rohrpost signal watch --ti")).contains("--timeout");
    assertThat(completed("rohrpost signal watch US")).contains("USR1");
    assertThat(completed("rohrpost completion ''")).contains("bash", "zsh");
  }

  private static String completed(String words) throws Exception {
    return Rohrpost.shell(
            "source <(rohrpost completion bash); COMP_WORDS=("
                + words
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_rohrpost;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"")
        .orFail()
        .out();
  }

  @Test
  void zshTakesItsScript() throws Exception {
    Foreign.require("zsh");
    var output =
        Rohrpost.shell(
            "zsh -fc 'autoload -U compinit; compinit -u -D; source <(rohrpost completion zsh);"
                + " whence -w _complete_rohrpost'");
    assertThat(output.orFail().out()).isEqualTo("_complete_rohrpost: function\n");
    assertThat(output.err()).isEmpty();
  }
}
