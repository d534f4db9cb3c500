package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SignalH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What this process does when a signal comes: sigaction(2).
final class Actions {
  private static final long HANDLER = offset("sa_handler");
  private static final long MASK = offset("sa_mask");
  private static final long FLAGS = offset("sa_flags");

  /// The signals whose default action is to be ignored.
  private static final SignalSet IGNORED_BY_DEFAULT =
      SignalSet.of(Signal.CHLD, Signal.CONT, Signal.URG, Signal.WINCH);

  private Actions() {}

  /// Sets a handler that no other signal interrupts.
  ///
  /// @return the old action, for [#restore]
  static MemorySegment handle(Signal signal, long handler) throws UnixException {
    return set(signal, handler, SignalH.SA_SIGINFO | SignalH.SA_RESTART, -1L);
  }

  /// Sets `SIG_IGN` or `SIG_DFL`.
  ///
  /// @return the old action, for [#restore]
  static MemorySegment set(Signal signal, long disposition) throws UnixException {
    return set(signal, disposition, 0, 0);
  }

  private static MemorySegment set(Signal signal, long handler, int flags, long mask)
      throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var action = arena.allocate(SignalH.SIGACTION);
      action.set(ValueLayout.JAVA_LONG, HANDLER, handler);
      action.set(ValueLayout.JAVA_LONG, MASK, mask);
      action.set(ValueLayout.JAVA_INT, FLAGS, flags);
      var old = Arena.ofAuto().allocate(SignalH.SIGACTION);
      SignalH.sigaction(signal.number(), action, old);
      return old;
    } catch (UnixException e) {
      throw e.about(signal.toString());
    }
  }

  /// Tells whether there is a handler for a signal: it has neither its default action nor is it
  /// ignored.
  static boolean hasHandler(Signal signal) {
    try (var arena = Arena.ofConfined()) {
      var action = arena.allocate(SignalH.SIGACTION);
      SignalH.sigaction(signal.number(), MemorySegment.NULL, action);
      var handler = action.get(ValueLayout.JAVA_LONG, HANDLER);
      return handler != SignalH.SIG_DFL && handler != SignalH.SIG_IGN;
    } catch (UnixException e) {
      throw new IllegalStateException(e); // there is no such signal
    }
  }

  static void restore(Signal signal, MemorySegment old) throws UnixException {
    SignalH.sigaction(signal.number(), old, MemorySegment.NULL);
  }

  /// Throws away what is pending. Ignoring a signal does that; but SIGCHLD, ignored, would also
  /// throw away the exit statuses of children, and its default action discards as well.
  static void discardPending(Signal signal) throws UnixException {
    var _ = set(signal, IGNORED_BY_DEFAULT.contains(signal) ? SignalH.SIG_DFL : SignalH.SIG_IGN);
  }

  private static long offset(String field) {
    return SignalH.SIGACTION.byteOffset(PathElement.groupElement(field));
  }
}
