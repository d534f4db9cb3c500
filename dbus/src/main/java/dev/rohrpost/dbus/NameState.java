package dev.rohrpost.dbus;

/// A name that this connection has asked for, once or several times. Guarded by the lock of the
/// connection.
final class NameState {
  final String name;

  /// How many have asked and not given it back.
  int holders;

  /// Whether it is this connection's now.
  boolean isOwned;

  /// Whether the bus has told about it.
  boolean isHeard;

  NameState(String name) {
    this.name = name;
  }
}
