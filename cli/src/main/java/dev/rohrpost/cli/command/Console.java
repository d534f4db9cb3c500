package dev.rohrpost.cli.command;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.output.Out;
import dev.rohrpost.cli.output.QueuedOutput;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where a command writes to, and what is known about it.
///
/// Lines for people never make it wait: if nobody reads standard error, they are dropped and
/// counted, and the command goes on or ends.
public final class Console {
  /// How long the last lines may take to be written.
  private static final Duration LAST_CHANCE = Duration.ofSeconds(2);

  private final Out out = Out.standardOutput();
  private final Out err = Out.standardError();
  private final String terminals;
  private @Nullable QueuedOutput said;
  private boolean debug;

  /// @param terminals the numbers of the standard descriptors that are terminals, such as `012`
  public Console(String terminals) {
    this.terminals = terminals;
  }

  /// Returns the console of this process. `./rohrpost` has looked for terminals, because a shell
  /// does it in no time.
  public static Console ofProcess() {
    return new Console(System.getProperty("rohrpost.terminals", ""));
  }

  public Out out() {
    return out;
  }

  /// Writes a line for people, at once, but does not wait for whoever reads it.
  public void say(String line) {
    queue(line + "\n");
  }

  private synchronized void queue(String text) {
    try {
      if (said == null) {
        said = QueuedOutput.toStandardError();
      }
      said.offerText(text);
    } catch (OutOfMemoryError e) { // no thread can be had
      writeNow(text);
    }
  }

  private void writeNow(String text) {
    try {
      err.text(text);
      err.flush();
    } catch (IOException _) {
      // Nobody is left to hear that nobody hears.
    }
  }

  /// Waits until what was said is written, or nobody seems to read it. Nothing is said after that.
  public synchronized void finish() {
    if (said != null) {
      said.close(LAST_CHANCE);
    }
  }

  /// Says what failed, where the command goes on all the same.
  public void failed(UnixException e) {
    say("rohrpost: " + Hints.withHint(e));
  }

  /// Returns standard error for lines that scripts wait for; writing waits for whoever reads.
  public Out err() {
    return err;
  }

  /// Tells whether colours are wanted: on a terminal, and unless `NO_COLOR` is set.
  public boolean colours() {
    var no = System.getenv("NO_COLOR");
    return outputIsTerminal()
        && (no == null || no.isEmpty())
        && !"dumb".equals(System.getenv("TERM"));
  }

  public boolean outputIsTerminal() {
    return terminals.contains("1");
  }

  public boolean errorIsTerminal() {
    return terminals.contains("2");
  }

  public boolean hasTerminal() {
    return !terminals.isEmpty();
  }

  /// Writes over the line at which the cursor is.
  public void redraw(String line) {
    queue("\r" + line);
  }

  /// Tells whether stack traces are wanted.
  public boolean debug() {
    return debug;
  }

  public void debug(boolean wanted) {
    this.debug = wanted;
  }
}
