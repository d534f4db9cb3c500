package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost completion`: what a shell needs to complete words.
final class CompletionCommand implements Command {
  /// The shells there is a script for.
  private static String shell(String text) {
    return switch (text) {
      case "bash", "zsh" -> text;
      default ->
          throw new IllegalArgumentException(
              "no completion for '" + text + "'; there is one for bash and zsh");
    };
  }

  @Override
  public CommandSpec spec() {
    return Spec.of("rohrpost completion", "Prints a completion script for bash or zsh.")
        .choices(List.of("bash", "zsh"))
        .word("SHELL", String.class, CompletionCommand::shell, "bash or zsh")
        .examples(
            "source <(rohrpost completion bash)",
            "rohrpost completion zsh > ~/.rohrpost-completion.zsh")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    console.out().text(AutoComplete.bash("rohrpost", new CommandLine(Tree.of())));
    return Exit.DONE;
  }
}
