package dev.rohrpost.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// One subcommand.
interface Command {
  /// Returns what it is called, takes, and says about itself.
  CommandSpec spec();

  /// Does it.
  ///
  /// @param given the options and words, already checked
  /// @param console where results and messages go
  /// @return the exit status
  /// @throws Exception whatever fails; [Main] makes one line of it
  int run(ParseResult given, Console console) throws Exception;
}
