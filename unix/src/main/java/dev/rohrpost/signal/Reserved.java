package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.libc.ReservedSignals;
import java.util.Optional;

/// The signals that somebody else owns, so that they cannot be received.
public final class Reserved {
  private static final SignalSet KERNEL = SignalSet.of(Signal.KILL, Signal.STOP);
  private static final SignalSet JVM =
      SignalSet.of(
          Signal.SEGV,
          Signal.BUS,
          Signal.FPE,
          Signal.ILL,
          Signal.QUIT,
          Signal.USR2,
          new Signal(Signal.RTMAX.number() - 2)); // java.nio wakes threads with it
  private static final SignalSet C_LIBRARY = SignalSet.of(new Signal(32), new Signal(33));

  private Reserved() {}

  /// Who owns a signal.
  public enum Owner {
    /// The kernel: no program can catch it.
    KERNEL("the kernel"),
    /// The JVM: it needs the signal to work.
    JVM("the JVM"),
    /// The C library: its threads need it.
    C_LIBRARY("the C library"),
    /// This library: it wakes threads with one, and changes their masks with another.
    ROHRPOST("Rohrpost");

    private final String phrase;

    Owner(String phrase) {
      this.phrase = phrase;
    }

    @Override
    public String toString() {
      return phrase;
    }
  }

  /// Tells who owns a signal.
  ///
  /// @param signal any signal
  /// @return its owner, or nothing if it is yours
  public static Optional<Owner> owner(Signal signal) {
    if (KERNEL.contains(signal)) {
      return Optional.of(Owner.KERNEL);
    }
    if (JVM.contains(signal)) {
      return Optional.of(Owner.JVM);
    }
    if (C_LIBRARY.contains(signal)) {
      return Optional.of(Owner.C_LIBRARY);
    }
    return ReservedSignals.contains(signal) ? Optional.of(Owner.ROHRPOST) : Optional.empty();
  }

  static void check(Signal signal) {
    owner(signal)
        .ifPresent(owner -> {
          throw new ReservedSignalException(signal, owner);
        });
  }
}
