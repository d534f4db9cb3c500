package dev.rohrpost.libc;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The signals that this library keeps for itself, from the moment in which anybody asks: one wakes
/// threads, the other changes their masks. All copies of the library in this JVM share them.
public final class ReservedSignals {
  /// Where the copies tell each other which signals are kept, as a mask.
  private static final String RESERVED = "dev.rohrpost.reserved";

  private static final String WAKING = "dev.rohrpost.reserved.waking";
  private static final String CHANGING = "dev.rohrpost.reserved.changing";
  private static final String CHANGER_INSTALLED = "dev.rohrpost.reserved.changer";

  /// The JDK wakes threads with RTMAX-2; the search begins below it.
  private static final int HIGHEST = Signal.RTMAX.number() - 3;

  private static final long HANDLER =
      SignalH.SIGACTION.byteOffset(PathElement.groupElement("sa_handler"));
  private static final long MASK =
      SignalH.SIGACTION.byteOffset(PathElement.groupElement("sa_mask"));
  private static final long FLAGS =
      SignalH.SIGACTION.byteOffset(PathElement.groupElement("sa_flags"));
  private static final long EVERY_SIGNAL = -1;
  private static final int NO_FLAGS = 0;

  private ReservedSignals() {}

  /// Returns the signal that gets a thread out of a blocking call. Its handler does nothing, and is
  /// installed without `SA_RESTART`. It is SIGSTKFLT, if that has its default action.
  ///
  /// @return the signal
  /// @throws IllegalStateException if no signal is free
  public static Signal waking() {
    return JvmWide.locked(() -> shared(WAKING, Signal.STKFLT));
  }

  /// Returns the signal that changes the mask of a thread, and sees to it that it has its handler:
  /// that of the first copy of this library that comes, which stays.
  ///
  /// @param handler the address of machine code that is never freed
  /// @param flags `SA_*`
  /// @return the signal
  /// @throws IllegalStateException if no signal is free
  public static Signal changing(long handler, int flags) {
    return JvmWide.locked(() -> {
      var signal = shared(CHANGING, new Signal(HIGHEST));
      if (JvmWide.get(CHANGER_INSTALLED) == 0) {
        install(signal, handler, flags);
        JvmWide.set(CHANGER_INSTALLED, 1);
      }
      return signal;
    });
  }

  private static Signal shared(String property, Signal preferred) {
    var number = (int) JvmWide.get(property);
    if (number == 0) {
      number = reserve(preferred).number();
      JvmWide.set(property, number);
    }
    return new Signal(number);
  }

  /// Takes a certain signal if it has its default action, or else the highest real-time signal
  /// below RTMAX-2 that has.
  private static Signal reserve(Signal preferred) {
    if (take(preferred)) {
      return preferred;
    }
    for (var number = HIGHEST; number >= Signal.RTMIN.number(); number--) {
      if (take(new Signal(number))) {
        return new Signal(number);
      }
    }
    throw new IllegalStateException("no real-time signal has its default action");
  }

  private static boolean take(Signal signal) {
    try (var arena = Arena.ofConfined()) {
      var action = arena.allocate(SignalH.SIGACTION);
      SignalH.sigaction(signal.number(), MemorySegment.NULL, action);
      if (action.get(ValueLayout.JAVA_LONG, HANDLER) != SignalH.SIG_DFL) {
        return false;
      }
    } catch (UnixException e) {
      throw new IllegalStateException(e);
    }
    install(signal, StdlibH.abs(), NO_FLAGS);
    JvmWide.set(RESERVED, JvmWide.get(RESERVED) | bit(signal));
    return true;
  }

  /// No other signal interrupts the handler.
  private static void install(Signal signal, long handler, int flags) {
    try (var arena = Arena.ofConfined()) {
      var action = arena.allocate(SignalH.SIGACTION);
      action.set(ValueLayout.JAVA_LONG, HANDLER, handler);
      action.set(ValueLayout.JAVA_LONG, MASK, EVERY_SIGNAL);
      action.set(ValueLayout.JAVA_INT, FLAGS, flags);
      SignalH.sigaction(signal.number(), action, MemorySegment.NULL);
    } catch (UnixException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long bit(Signal signal) {
    return 1L << (signal.number() - 1);
  }

  /// Tells whether a signal is one of them. From the first question on, nobody else gets them.
  ///
  /// @param signal any signal
  /// @return whether this library keeps it
  public static boolean contains(Signal signal) {
    return JvmWide.locked(() -> {
      try {
        shared(WAKING, Signal.STKFLT);
        shared(CHANGING, new Signal(HIGHEST));
      } catch (IllegalStateException e) {
        // none is free: whoever needs one is told
      }
      return (JvmWide.get(RESERVED) & bit(signal)) != 0;
    });
  }
}
