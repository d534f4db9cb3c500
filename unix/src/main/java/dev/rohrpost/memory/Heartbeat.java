package dev.rohrpost.memory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Nudges the sleepers of this process from time to time, so that each looks again although nobody
/// has woken it: a peer may have died before it did, or never meant to.
///
/// A time limit in the system call would do the same, but setting a timer and taking it back costs
/// an eighth of a round trip.
final class Heartbeat {
  private static final Set<Runnable> SLEEPERS = ConcurrentHashMap.newKeySet();
  private static final Thread THREAD =
      Thread.ofPlatform().daemon().name("rohrpost-heartbeat").start(Heartbeat::run);

  private Heartbeat() {}

  /// Begins.
  ///
  /// @param nudge short, and harmless for who is awake
  static void add(Runnable nudge) {
    if (SLEEPERS.add(nudge)) {
      LockSupport.unpark(THREAD);
    }
  }

  static void remove(Runnable nudge) {
    SLEEPERS.remove(nudge);
  }

  private static void run() {
    while (true) {
      if (SLEEPERS.isEmpty()) {
        LockSupport.park();
      } else {
        LockSupport.parkNanos(Seat.PATIENCE);
        SLEEPERS.forEach(Heartbeat::nudge);
      }
    }
  }

  private static void nudge(Runnable sleeper) {
    try {
      sleeper.run();
    } catch (IllegalStateException | InternalError _) {
      SLEEPERS.remove(sleeper); // its ring is closed, or a peer has cut the memory off
    }
  }
}
