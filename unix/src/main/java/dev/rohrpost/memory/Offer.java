package dev.rohrpost.memory;

/// What became of a message that was offered to a ring.
public enum Offer {
  /// It is in the ring.
  SENT,
  /// There is no room, as the consumers have not read what is there: nothing was sent. Nothing is
  /// ever overwritten.
  BACK_PRESSURED,
  /// There is no consumer: nothing was sent.
  NOBODY_THERE,
  /// Somebody has finished the ring: nothing was sent, nor will be.
  CLOSED
}
