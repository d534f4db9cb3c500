package dev.rohrpost.cli.command;

/// What the command's exit status means; scripts rely on these.
public final class Exit {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;

  /// Nothing there, and `--no-wait` forbids to wait for it.
  public static final int NOTHING = 3;

  /// The doctor has warnings, but no errors.
  public static final int WARNINGS = 10;

  /// The doctor has found what is stuck.
  public static final int ERRORS = 20;

  /// The deadline of `--timeout` passed, as timeout(1) says it.
  public static final int DEADLINE = 124;

  /// The program is there but cannot be executed, as shells say it.
  public static final int NOT_EXECUTABLE = 126;

  /// There is no such program, as shells say it.
  public static final int NOT_FOUND = 127;

  /// What a shell shows for a program that SIGPIPE has ended.
  public static final int OUTPUT_CLOSED = 128 + 13;

  private Exit() {}
}
