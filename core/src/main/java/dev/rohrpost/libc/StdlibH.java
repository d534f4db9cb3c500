package dev.rohrpost.libc;

/// What this library uses of `<stdlib.h>`.
public final class StdlibH {
  private StdlibH() {}

  /// Returns where abs(3) is: a function that takes an int, as the handler of a signal does, and
  /// has no effect.
  public static long abs() {
    return Libc.function("int abs(int)").address();
  }
}
