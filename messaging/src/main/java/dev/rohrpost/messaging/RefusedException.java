package dev.rohrpost.messaging;

/// A carrier was asked for something that it cannot do.
public final class RefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String carrier;

  /// Makes the exception.
  ///
  /// @param carrier who cannot, such as `fifo:`
  /// @param what what it cannot do, as in `carry a type`
  /// @param instead what it can do instead
  public RefusedException(String carrier, String what, String instead) {
    super(carrier + " cannot " + what + "; " + instead);
    this.carrier = carrier;
  }

  /// {@return who refused, such as `fifo:`}
  public String carrier() {
    return carrier;
  }
}
