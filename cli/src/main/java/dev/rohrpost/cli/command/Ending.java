package dev.rohrpost.cli.command;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.process.ThisProcess;
import dev.rohrpost.signal.SignalInfo;
import dev.rohrpost.signal.Signals;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// How this process ends: by itself, or in order because of HUP, INT, QUIT or TERM. Those that have
/// nothing to clean up are ended by the default action of these signals, which the JVM leaves
/// alone.
public final class Ending {
  /// Held by whoever ends the process, so that nobody cuts the other short.
  private static final ReentrantLock LOCK = new ReentrantLock();

  private static final List<Runnable> CLEAN_UPS = new CopyOnWriteArrayList<>();

  private static final List<Signal> SIGNALS =
      List.of(Signal.HUP, Signal.INT, Signal.QUIT, Signal.TERM);
  private static final int SIGNALLED = 128;

  /// How long a clean-up may take that hangs: standard error may be a pipe that nobody reads.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static boolean prepared;

  private Ending() {}

  /// Has something done when a signal ends this process; its exit status is then 128 and the number
  /// of the signal.
  ///
  /// @param cleanUp must not take long: somebody waits, perhaps with a SIGKILL
  /// @throws UnixException as of [#prepare]
  public static void onSignal(Runnable cleanUp) throws UnixException {
    CLEAN_UPS.add(cleanUp);
    prepare();
  }

  /// Makes something.
  ///
  /// @param <T> what is made
  /// @param <E> why it may fail
  @FunctionalInterface
  public interface Maker<T, E extends Exception> {
    /// Makes it.
    T make() throws E;
  }

  /// Makes something that is removed when a signal ends this process. A signal that comes meanwhile
  /// waits until there is something to remove, or it is known that there is nothing.
  ///
  /// @param maker makes it
  /// @param remover as of [#onSignal]
  /// @return what was made
  /// @throws UnixException as of [#prepare]
  /// @throws E as the maker
  public static <T, E extends Exception> T making(Maker<T, E> maker, Consumer<T> remover)
      throws UnixException, E {
    var made = new AtomicReference<T>();
    var making = new ReentrantLock();
    making.lock();
    try {
      onSignal(() -> remove(made, making, remover));
      var result = maker.make();
      made.set(result);
      return result;
    } finally {
      making.unlock();
    }
  }

  private static <T> void remove(
      AtomicReference<T> made, ReentrantLock making, Consumer<T> remover) {
    making.lock();
    try {
      var thing = made.get();
      if (thing != null) {
        remover.accept(thing);
      }
    } finally {
      making.unlock();
    }
  }

  /// Begins to receive these signals, which takes a moment. Whoever makes something that has to be
  /// cleaned up calls this first.
  ///
  /// @throws UnixException with EMFILE or ENFILE if there is no descriptor left
  public static synchronized void prepare() throws UnixException {
    if (!prepared) {
      var signals = Environment.receivable(SIGNALS);
      if (signals.length > 0) {
        var _ = Signals.handle(Ending::cleanUp, signals); // until the process ends
      }
      prepared = true;
    }
  }

  /// Has this thread interrupted when a signal ends this process, and waited for until it has
  /// cleaned up. For who waits where nothing can be closed yet.
  ///
  /// @return to be closed after all that has to be cleaned up
  /// @throws UnixException as of [#prepare]
  public static Interruption interrupting() throws UnixException {
    var interruption = new Interruption(Thread.currentThread());
    onSignal(interruption::signal);
    return interruption;
  }

  /// The interruption of a thread by signals, as long as this is open.
  public static final class Interruption implements AutoCloseable {
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

  private static void cleanUp(SignalInfo info) {
    var cleaner =
        Thread.ofPlatform()
            .daemon()
            .name("ending")
            .start(() -> {
              LOCK.lock(); // and never unlocked: the process ends here
              CLEAN_UPS.forEach(Runnable::run);
            });
    try {
      var _ = cleaner.join(PATIENCE);
    } catch (InterruptedException _) {
      // nobody interrupts this thread
    }
    ThisProcess.exit(SIGNALLED + info.signal().number());
  }

  /// Ends this process, unless a signal is already doing so.
  ///
  /// `System.exit` would ask for a logger first, which takes 15 ms, and then wait 300 ms for
  /// threads that are in a system call.
  public static void end(int status) {
    LOCK.lock();
    ThisProcess.exit(status);
  }
}
