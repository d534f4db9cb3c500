package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.libc.ReservedSignals;
import java.util.Optional;

/// The signals that somebody else owns, so that they cannot be received.
///
/// Two of the JVM's become free by the way in which it is started: QUIT, by which it prints a
/// thread dump, with the option `-Xrs`; and USR2, by which it suspends a thread, with the number of
/// another signal in the variable `_JAVA_SR_SIGNUM` of its environment, such as 63.
public final class Reserved {
  private static final SignalSet KERNEL = SignalSet.of(Signal.KILL, Signal.STOP);
  private static final SignalSet JVM =
      SignalSet.of(
          Signal.SEGV,
          Signal.BUS,
          Signal.FPE,
          Signal.ILL,
          new Signal(Signal.RTMAX.number() - 2)); // java.nio wakes threads with it
  private static final SignalSet C_LIBRARY = SignalSet.of(new Signal(32), new Signal(33));

  private Reserved() {}

  /// What the JVM may do without. It has installed its handlers before the first line of Java ran,
  /// and never does so later.
  private static final class Optionally {
    /// With `-Xrs` (`-XX:+ReduceSignalUsage`) it leaves SIGQUIT alone.
    static final boolean DUMPS_THREADS = Actions.hasHandler(Signal.QUIT);

    /// How it suspends a thread.
    static final Signal SUSPENDS = suspends();

    /// The JVM reads this variable so.
    private static Signal suspends() {
      var text = System.getenv().getOrDefault("_JAVA_SR_SIGNUM", "");
      var wanted = text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : 0;
      return wanted > Signal.SEGV.number() && wanted <= Signal.RTMAX.number()
          ? new Signal(wanted)
          : Signal.USR2;
    }
  }

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
    if (JVM.contains(signal)
        || (signal.equals(Signal.QUIT) && Optionally.DUMPS_THREADS)
        || signal.equals(Optionally.SUSPENDS)) {
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
