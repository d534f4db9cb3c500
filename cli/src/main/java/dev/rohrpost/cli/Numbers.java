package dev.rohrpost.cli;

import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.ParseResult;

/// Numbers that may have been given.
final class Numbers {
  private Numbers() {}

  static OptionalInt optional(ParseResult given, String option) {
    return given.hasMatchedOption(option)
        ? OptionalInt.of(given.matchedOptionValue(option, 0))
        : OptionalInt.empty();
  }

  static OptionalLong optionalLong(ParseResult given, String option) {
    return given.hasMatchedOption(option)
        ? OptionalLong.of(given.matchedOptionValue(option, 0L))
        : OptionalLong.empty();
  }
}
