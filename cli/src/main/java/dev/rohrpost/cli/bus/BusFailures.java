package dev.rohrpost.cli.bus;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.command.Hints;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.DbusTimeoutException;

/// Errors of D-Bus as an exit status and one line: the name of the error and its text.
final class BusFailures {
  private BusFailures() {}

  /// {@return the failure of a command: status 124 if the deadline passed, else 1}
  static Failure of(DbusException e) {
    var status = e instanceof DbusTimeoutException ? Exit.DEADLINE : Exit.FAILED;
    return Failure.of(status, line(e), e);
  }

  /// {@return what there is to say; most of it comes from the other side}
  static String line(DbusException e) {
    var said = Escape.text(String.valueOf(e.getMessage()));
    return e.getCause() instanceof UnixException cause
        ? Hints.hint(cause).map(hint -> said + "; " + hint).orElse(said)
        : said;
  }

  /// {@return the failure of a command that was given what cannot be sent: status 2}
  static Failure wrong(IllegalArgumentException e) {
    return Failure.of(Exit.USAGE, Escape.text(String.valueOf(e.getMessage())), e);
  }
}
