package dev.rohrpost.cli;

import dev.rohrpost.process.ThisProcess;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// How this process ends: by itself, or in order because of SIGINT, SIGTERM or SIGHUP.
final class Ending {
  /// Held by whoever ends the process, so that nobody cuts the other short.
  private static final ReentrantLock LOCK = new ReentrantLock();

  private static final List<Runnable> CLEAN_UPS = new CopyOnWriteArrayList<>();

  private Ending() {}

  /// Has something done when a signal ends this process; its exit status is then 128 and the number
  /// of the signal.
  ///
  /// @param cleanUp must not take long: somebody waits, perhaps with a SIGKILL
  static void onSignal(Runnable cleanUp) {
    CLEAN_UPS.add(cleanUp);
    if (CLEAN_UPS.size() == 1) {
      var hook = Thread.ofPlatform().name("ending").unstarted(Ending::cleanUp);
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  /// Has this thread interrupted when a signal ends this process, and waited for until it has
  /// cleaned up. For who waits where nothing can be closed yet.
  ///
  /// @return to be closed after all that has to be cleaned up
  static Interruption interrupting() {
    var interruption = new Interruption(Thread.currentThread());
    onSignal(interruption::signal);
    return interruption;
  }

  /// That a thread is interrupted by signals.
  static final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 2;

    private final Thread thread;
    private final CountDownLatch clean = new CountDownLatch(1);
    private volatile boolean signalled;

    private Interruption(Thread thread) {
      this.thread = thread;
    }

    private void signal() {
      signalled = true;
      if (clean.getCount() == 0) {
        return;
      }
      thread.interrupt();
      try {
        var _ = clean.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// Everything is cleaned up. If a signal is ending the process, this thread has nothing more to
    /// say.
    @Override
    public void close() {
      clean.countDown();
      if (signalled) {
        LOCK.lock();
      }
    }
  }

  private static void cleanUp() {
    LOCK.lock(); // and never unlocked: the process ends with this thread
    CLEAN_UPS.forEach(Runnable::run);
  }

  /// Ends this process, unless a signal is already doing so.
  ///
  /// `System.exit` would ask for a logger first, which takes 15 ms, and then wait 300 ms for
  /// threads that are in a system call.
  static void end(int status) {
    LOCK.lock();
    ThisProcess.exit(status);
  }
}
