package dev.rohrpost.memory;

/// What a producer or consumer of a ring does while it waits.
public enum WaitStrategy {
  /// Sleeps until it is woken. Costs the other side a look for sleepers with each message, and a
  /// system call if there is one.
  SLEEP,
  /// Looks again and again, and keeps a processor busy. The fastest where there are enough of them.
  SPIN
}
