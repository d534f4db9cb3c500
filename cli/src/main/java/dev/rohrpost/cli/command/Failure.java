package dev.rohrpost.cli.command;

import org.jspecify.annotations.Nullable;

/// Ends a command with an exit status and a line on standard error.
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  private Failure(int status, String line, @Nullable Throwable cause) {
    super(line, cause);
    this.status = status;
  }

  /// Returns the failure of a command that was called wrongly.
  public static Failure usage(String line) {
    return new Failure(Exit.USAGE, line, null);
  }

  /// Returns a failure with an exit status of its own.
  public static Failure of(int status, String line) {
    return new Failure(status, line, null);
  }

  /// Returns a failure that keeps what was thrown, for `--debug`.
  public static Failure of(int status, String line, Throwable cause) {
    return new Failure(status, line, cause);
  }

  /// Returns the same failure, wrong usage with the way to the help of a command.
  public Failure about(String command) {
    return status == Exit.USAGE
        ? new Failure(status, line() + "; see: rohrpost " + command + " --help", this)
        : this;
  }

  public int status() {
    return status;
  }

  /// Returns what there is to say, without the name of the command before it.
  public String line() {
    var line = getMessage();
    return line == null ? "" : line;
  }
}
