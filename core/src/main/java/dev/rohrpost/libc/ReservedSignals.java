package dev.rohrpost.libc;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;

/// The signals that this library keeps for itself.
public final class ReservedSignals {
  /// The JDK wakes threads with RTMAX-2; the search begins below it.
  private static final int HIGHEST = Signal.RTMAX.number() - 3;

  private static final long HANDLER =
      SignalH.SIGACTION.byteOffset(PathElement.groupElement("sa_handler"));
  private static final long MASK =
      SignalH.SIGACTION.byteOffset(PathElement.groupElement("sa_mask"));
  private static final long FLAGS =
      SignalH.SIGACTION.byteOffset(PathElement.groupElement("sa_flags"));
  private static final long EVERY_SIGNAL = -1;
  private static final AtomicLong RESERVED = new AtomicLong();

  private ReservedSignals() {}

  /// Takes the highest real-time signal below RTMAX-2 that has its default action. No other signal
  /// interrupts its handler.
  ///
  /// @param handler the address of a function of the C library or of machine code that is never
  ///   freed
  /// @param flags `SA_*`
  /// @return the signal, whose handler is installed
  /// @throws IllegalStateException if no signal is free
  public static synchronized Signal reserve(long handler, int flags) {
    for (var number = HIGHEST; number >= Signal.RTMIN.number(); number--) {
      var signal = new Signal(number);
      if (take(signal, handler, flags)) {
        return signal;
      }
    }
    throw new IllegalStateException("no real-time signal has its default action");
  }

  /// Takes a certain signal if it has its default action, or else as [#reserve(long, int)].
  ///
  /// @param preferred the signal to take if possible
  /// @param handler the address of a function of the C library or of machine code that is never
  ///   freed
  /// @param flags `SA_*`
  /// @return the signal, whose handler is installed
  /// @throws IllegalStateException if no signal is free
  public static synchronized Signal reserve(Signal preferred, long handler, int flags) {
    return take(preferred, handler, flags) ? preferred : reserve(handler, flags);
  }

  private static boolean take(Signal signal, long handler, int flags) {
    try (var arena = Arena.ofConfined()) {
      var action = arena.allocate(SignalH.SIGACTION);
      SignalH.sigaction(signal.number(), MemorySegment.NULL, action);
      if (action.get(ValueLayout.JAVA_LONG, HANDLER) != SignalH.SIG_DFL) {
        return false;
      }
      action.fill((byte) 0);
      action.set(ValueLayout.JAVA_LONG, HANDLER, handler);
      action.set(ValueLayout.JAVA_LONG, MASK, EVERY_SIGNAL);
      action.set(ValueLayout.JAVA_INT, FLAGS, flags);
      SignalH.sigaction(signal.number(), action, MemorySegment.NULL);
      RESERVED.set(RESERVED.get() | 1L << (signal.number() - 1));
      return true;
    } catch (UnixException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Tells whether a signal is one of them.
  ///
  /// @param signal any signal
  /// @return whether this library keeps it
  public static boolean contains(Signal signal) {
    return (RESERVED.get() & 1L << (signal.number() - 1)) != 0;
  }
}
