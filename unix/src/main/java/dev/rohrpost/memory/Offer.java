package dev.rohrpost.memory;

/// What became of a message that was offered to a ring.
public enum Offer {
  /// It is in the ring.
  SENT,
  /// There is no room, as the consumers have not read what is there: nothing was sent. Nothing is
  /// ever overwritten. With many producers also: another one is being held up in the middle of its
  /// claim.
  BACK_PRESSURED,
  /// There is no consumer: nothing was sent.
  NOBODY_THERE,
  /// Somebody has finished the ring: nothing was sent, nor will be.
  CLOSED
}
