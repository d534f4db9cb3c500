package dev.rohrpost.process;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SignalH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The signals that a program is to ignore. It inherits that from this process or not at all:
/// execve(2) keeps what is ignored, and gives what has a handler its default action.
final class Ignored {
  private static final long HANDLER =
      SignalH.SIGACTION.byteOffset(PathElement.groupElement("sa_handler"));

  private Ignored() {}

  /// Refuses a program whose signals are not all ignored here.
  static void check(Program program) throws UnixException {
    for (var signal : program.settings.ignored) {
      if (!here(signal)) {
        throw new IllegalStateException(
            signal + " is not ignored by this process, so " + program + " cannot inherit that");
      }
    }
  }

  /// Tells whether this process ignores a signal.
  static boolean here(Signal signal) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var action = arena.allocate(SignalH.SIGACTION);
      SignalH.sigaction(signal.number(), MemorySegment.NULL, action);
      return action.get(ValueLayout.JAVA_LONG, HANDLER) == SignalH.SIG_IGN;
    } catch (UnixException e) {
      throw e.about(signal.toString());
    }
  }
}
