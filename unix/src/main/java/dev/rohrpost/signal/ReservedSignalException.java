package dev.rohrpost.signal;

import dev.rohrpost.Signal;

/// A signal was asked for that somebody else owns.
public final class ReservedSignalException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int signal;
  private final Reserved.Owner owner;

  ReservedSignalException(Signal signal, Reserved.Owner owner) {
    super(signal + " belongs to " + owner + " and cannot be received or changed" + way(signal));
    this.signal = signal.number();
    this.owner = owner;
  }

  /// Says how the JVM can be made to do without.
  private static String way(Signal signal) {
    if (signal.equals(Signal.QUIT)) {
      return "; a JVM that is started with -Xrs leaves it alone";
    }
    return signal.equals(Signal.USR2)
        ? "; a JVM that finds _JAVA_SR_SIGNUM=63 in its environment leaves it alone"
        : "";
  }

  /// {@return the signal}
  public Signal signal() {
    return new Signal(signal);
  }

  /// {@return whose it is}
  public Reserved.Owner owner() {
    return owner;
  }
}
