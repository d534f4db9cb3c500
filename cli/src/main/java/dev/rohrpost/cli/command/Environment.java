package dev.rohrpost.cli.command;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.ThisProcess;
import dev.rohrpost.signal.Reserved;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The environment that this command was started with, and the changes that `./rohrpost` has made
/// to it for the JVM alone.
public final class Environment {
  private Environment() {}

  /// Returns the program with the locale that the command was started with, and with the signals
  /// ignored that it was started with.
  public static Program asBefore(Program program) {
    var same = withLocale(program).withIgnoredSignals(ignored());
    return Boolean.getBoolean("rohrpost.suspends") ? same.withoutVariable("_JAVA_SR_SIGNUM") : same;
  }

  private static Program withLocale(Program program) {
    var locale = System.getProperty("rohrpost.locale");
    if (locale == null) {
      return program;
    }
    return locale.isEmpty()
        ? program.withoutVariable("LC_ALL")
        : program.withVariable("LC_ALL", locale);
  }

  /// Returns the signals that the command was started with ignored, and that it ignores still: by
  /// nohup(1), by a shell that has put it into the background. The JVM takes PIPE for itself, which
  /// is right for programs: one that writes to nobody is to end.
  public static Set<Signal> ignored() {
    var mask = Long.parseUnsignedLong(System.getProperty("rohrpost.ignored", "0"), 16);
    var found = new LinkedHashSet<Signal>();
    try {
      for (var rest = mask; rest != 0; rest &= rest - 1) {
        var signal = new Signal(Long.numberOfTrailingZeros(rest) + 1);
        if (!isInternal(signal) && ThisProcess.ignores(signal)) {
          found.add(signal);
        }
      }
    } catch (UnixException e) {
      throw new IllegalStateException(e); // the kernel has said that there is such a signal
    }
    return found;
  }

  /// Those of the C library, which posix_spawn(3) leaves ignored, and of which nobody can ask.
  private static boolean isInternal(Signal signal) {
    return Reserved.owner(signal).filter(Reserved.Owner.C_LIBRARY::equals).isPresent();
  }

  /// Leaves out the signals that nobody here is to receive: those that the command was started with
  /// ignored, and those that the JVM keeps, as it does QUIT with `--debug`.
  ///
  /// @param signals which would be received
  /// @return for `Signals`
  public static Signal[] receivable(List<Signal> signals) {
    var ignored = ignored();
    return signals.stream()
        .filter(signal -> !ignored.contains(signal) && Reserved.owner(signal).isEmpty())
        .toArray(Signal[]::new);
  }
}
