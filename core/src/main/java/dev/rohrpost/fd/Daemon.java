package dev.rohrpost.fd;

/// The threads of this library: they do not keep the JVM alive, and hold nothing of the caller in
/// whose time they happen to be started.
final class Daemon {
  private Daemon() {}

  static Thread.Builder.OfPlatform named(String name) {
    return Thread.ofPlatform().name(name).daemon().inheritInheritableThreadLocals(false);
  }
}
