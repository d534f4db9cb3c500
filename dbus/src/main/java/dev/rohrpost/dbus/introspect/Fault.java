package dev.rohrpost.dbus.introspect;

/// A mistake in an introspection document, with its place.
///
/// @param file the name of the document, as it was given
/// @param line where it is, from 1; 0 if the document as a whole is meant
/// @param what the mistake, in one line
public record Fault(String file, int line, String what) {
  /// {@return `FILE: what (line N)`, or `FILE: what` without a line}
  @Override
  public String toString() {
    return file + ": " + what + (line > 0 ? " (line " + line + ")" : "");
  }
}
