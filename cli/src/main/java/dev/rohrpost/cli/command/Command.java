package dev.rohrpost.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// One subcommand.
public interface Command {
  /// Returns what it is called, takes, and says about itself.
  CommandSpec spec();

  /// Does it.
  ///
  /// @param given the options and words, already checked
  /// @param console where results and messages go
  /// @return the exit status
  /// @throws Exception whatever fails; the main program makes one line of it
  int run(ParseResult given, Console console) throws Exception;
}
