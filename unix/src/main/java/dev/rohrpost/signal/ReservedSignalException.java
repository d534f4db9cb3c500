package dev.rohrpost.signal;

import dev.rohrpost.Signal;

/// A signal was asked for that somebody else owns.
public final class ReservedSignalException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int signal;
  private final Reserved.Owner owner;

  ReservedSignalException(Signal signal, Reserved.Owner owner) {
    super(signal + " belongs to " + owner + " and cannot be received or changed");
    this.signal = signal.number();
    this.owner = owner;
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
