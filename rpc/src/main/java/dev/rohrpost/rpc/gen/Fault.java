package dev.rohrpost.rpc.gen;

/// A mistake in a `.x` file, with its place.
///
/// @param file its name, as it was given or found
/// @param line from 1
/// @param column from 1, in characters
/// @param what the fault, in one line
public record Fault(String file, int line, int column, String what) {
  /// Names a fault at a place.
  static Fault at(Place place, String what) {
    return new Fault(place.file(), place.line(), place.column(), what);
  }

  /// {@return `FILE:LINE:COLUMN: what`}
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + what;
  }
}
