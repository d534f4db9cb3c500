package dev.rohrpost.inspect;

/// What a process may do with an object that it holds.
public enum Flow {
  /// Only take out.
  READ,
  /// Only put in.
  WRITE,
  /// Take out and put in.
  BOTH;

  /// {@return whether something can come out}
  public boolean reads() {
    return this != WRITE;
  }

  /// {@return whether something can go in}
  public boolean writes() {
    return this != READ;
  }
}
