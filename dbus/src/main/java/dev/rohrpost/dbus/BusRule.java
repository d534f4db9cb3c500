package dev.rohrpost.dbus;

import org.jspecify.annotations.Nullable;

/// A rule that the bus has been told, or is being told, however many want it. Guarded by the lock
/// of the connection.
final class BusRule {
  final String text;

  /// How many want it.
  int count;

  /// Whether the bus has answered.
  boolean isAnswered;

  /// Why the bus does not want it.
  @Nullable DbusException refusal;

  BusRule(String text) {
    this.text = text;
  }

  boolean isDone() {
    return isAnswered;
  }
}
