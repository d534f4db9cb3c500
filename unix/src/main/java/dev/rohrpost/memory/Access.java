package dev.rohrpost.memory;

/// What a mapping is for.
public enum Access {
  /// Reading. Writing throws an exception, and does not reach the memory.
  READ_ONLY,
  /// Reading and writing; what is written is seen by all who map the same.
  READ_WRITE
}
