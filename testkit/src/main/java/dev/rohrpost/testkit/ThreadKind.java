package dev.rohrpost.testkit;

import java.util.concurrent.Callable;

/// The two kinds of thread, which wait in different ways.
public enum ThreadKind {
  /// A thread of the operating system.
  PLATFORM,
  /// A thread of the JVM, which must not hold up its carrier.
  VIRTUAL;

  /// Starts a task on a new thread of this kind.
  ///
  /// @param <T> what it answers
  public <T> Task<T> start(Callable<T> work) {
    return Task.start(this == PLATFORM ? Thread.ofPlatform().daemon() : Thread.ofVirtual(), work);
  }
}
