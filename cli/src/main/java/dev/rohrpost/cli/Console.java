package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import java.io.IOException;

/// Where a command writes to, and what is known about it.
final class Console {
  private final Out out = Out.standardOutput();
  private final Out err = Out.standardError();
  private final String terminals;
  private boolean debug;

  /// @param terminals the numbers of the standard descriptors that are terminals, such as `012`
  Console(String terminals) {
    this.terminals = terminals;
  }

  /// Returns the console of this process. `./rohrpost` has looked for terminals, because a shell
  /// does it in no time.
  static Console ofProcess() {
    return new Console(System.getProperty("rohrpost.terminals", ""));
  }

  Out out() {
    return out;
  }

  /// Writes a line for people, at once.
  void say(String line) {
    try {
      err.line(line);
      err.flush();
    } catch (IOException _) {
      // Nobody is left to hear that nobody hears.
    }
  }

  /// Says what failed, where the command goes on all the same.
  void failed(UnixException e) {
    say("rohrpost: " + Hints.withHint(e));
  }

  /// Writes a line for scripts to standard error, at once.
  Out err() {
    return err;
  }

  /// Tells whether colours are wanted: on a terminal, and unless `NO_COLOR` is set.
  boolean colours() {
    var no = System.getenv("NO_COLOR");
    return outputIsTerminal()
        && (no == null || no.isEmpty())
        && !"dumb".equals(System.getenv("TERM"));
  }

  boolean outputIsTerminal() {
    return terminals.contains("1");
  }

  boolean errorIsTerminal() {
    return terminals.contains("2");
  }

  boolean hasTerminal() {
    return !terminals.isEmpty();
  }

  /// Writes over the line at which the cursor is.
  void redraw(String line) {
    try {
      err.text("\r" + line);
      err.flush();
    } catch (IOException _) {
      // As above.
    }
  }

  /// Tells whether stack traces are wanted.
  boolean debug() {
    return debug;
  }

  void debug(boolean wanted) {
    this.debug = wanted;
  }
}
