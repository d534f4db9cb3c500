package dev.rohrpost.fd;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;

/// The threads of this library: they do not keep the JVM alive, and hold nothing of the caller in
/// whose time they happen to be started.
final class Daemon {
  private Daemon() {}

  static Thread.Builder.OfPlatform named(String name) {
    return Thread.ofPlatform().name(name).daemon().inheritInheritableThreadLocals(false);
  }

  /// Starts one.
  ///
  /// @throws UnixException with EAGAIN if there can be no more threads
  static Thread start(String name, Runnable task) throws UnixException {
    try {
      return named(name).start(task);
    } catch (OutOfMemoryError e) { // what the JVM makes of a full process table
      throw UnixException.of("pthread_create", Errno.EAGAIN);
    }
  }
}
