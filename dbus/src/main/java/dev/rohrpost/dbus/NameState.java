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

  /// How it was asked for last.
  long flags;

  /// Over which connection it was asked for last, if there was one.
  int generation;

  /// Whether it was this connection's before that was lost, and the next bus has not answered yet.
  boolean isRenewed;

  NameState(String name) {
    this.name = name;
  }

  /// The connection was lost, and is renewed.
  void interrupted() {
    isRenewed |= isOwned;
    isOwned = false;
    isHeard = false;
  }

  /// {@return whether it is to be asked for on another bus: it was this connection's, or would have
  /// become so}
  boolean isWanted() {
    return isRenewed || (flags & NameFlag.DO_NOT_QUEUE.bit) == 0;
  }

  /// Nothing comes any more.
  void lose() {
    isOwned = false;
    isRenewed = false;
  }
}
