package dev.rohrpost.memory;

/// What came of waiting for a message of a ring.
public enum Receipt {
  /// A message was handed over.
  DELIVERED,
  /// The deadline passed.
  TIMED_OUT,
  /// The ring is finished, and everything in it was received.
  FINISHED
}
