package dev.rohrpost.cli;

import dev.rohrpost.process.Program;

/// What `./rohrpost` has changed for the JVM alone.
final class Environment {
  private Environment() {}

  /// Returns the program with the locale that the command was started with.
  static Program asBefore(Program program) {
    var locale = System.getProperty("rohrpost.locale");
    if (locale == null) {
      return program;
    }
    return locale.isEmpty()
        ? program.withoutVariable("LC_ALL")
        : program.withVariable("LC_ALL", locale);
  }
}
