package dev.rohrpost.cli;

import java.util.concurrent.locks.ReentrantLock;

/// How this process ends: by itself, or in order because of SIGINT, SIGTERM or SIGHUP.
final class Ending {
  /// Held by whoever ends the process, so that nobody cuts the other short.
  private static final ReentrantLock LOCK = new ReentrantLock();

  private Ending() {}

  /// Has something done when a signal ends this process; its exit status is then 128 and the number
  /// of the signal.
  ///
  /// @param cleanUp must not take long: somebody waits, perhaps with a SIGKILL
  static void onSignal(Runnable cleanUp) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("ending")
                .unstarted(() -> {
                  LOCK.lock(); // and never unlocked: the process ends with this thread
                  cleanUp.run();
                }));
  }

  /// Ends this process, unless a signal is already doing so.
  ///
  /// `System.exit` would be the same, but it asks for a logger first, and that takes 15 ms.
  static void end(int status) {
    LOCK.lock();
    Runtime.getRuntime().halt(status);
  }
}
