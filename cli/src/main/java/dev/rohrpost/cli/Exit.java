package dev.rohrpost.cli;

/// What the command's exit status means; scripts rely on these.
final class Exit {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /// Nothing there, and `--no-wait` forbids to wait for it.
  static final int NOTHING = 3;

  /// The doctor has warnings, but no errors.
  static final int WARNINGS = 10;

  /// The doctor has found what is stuck.
  static final int ERRORS = 20;

  /// The deadline of `--timeout` passed, as timeout(1) says it.
  static final int DEADLINE = 124;

  /// The program is there but cannot be executed, as shells say it.
  static final int NOT_EXECUTABLE = 126;

  /// There is no such program, as shells say it.
  static final int NOT_FOUND = 127;

  /// What a shell shows for a program that SIGPIPE has ended.
  static final int OUTPUT_CLOSED = 128 + 13;

  private Exit() {}
}
