package dev.rohrpost.dbus;

import org.jspecify.annotations.Nullable;

/// Who owns a well-known name, as the bus tells it: from the moment on at which the bus has
/// answered who it is, every change is known before anything that happens after it. Guarded by the
/// lock of the connection.
final class NameOwner extends Waiter {
  final String name;

  /// What tells about changes.
  final BusRule rule;

  /// The unique name of the owner; null if there is none, or it is not known yet.
  @Nullable String current;

  /// Whether the bus has answered.
  boolean isKnown;

  /// How many calls and subscriptions need to know.
  int uses;

  NameOwner(String name, BusRule rule) {
    this.name = name;
    this.rule = rule;
  }

  @Override
  boolean isDone() {
    return isKnown && rule.isDone();
  }
}
