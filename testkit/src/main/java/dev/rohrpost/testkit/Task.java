package dev.rohrpost.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Something that another thread does while the test looks on.
///
/// @param <T> what it answers
public final class Task<T> {
  /// How long to wait for what should happen at once.
  public static final long PATIENCE_SECONDS = 20;

  /// read, write, ppoll, openat, splice, tee, connect, accept4, sendto, recvfrom, sendmsg, recvmsg,
  /// sendmmsg, recvmmsg, msgsnd, msgrcv, semtimedop, mq_timedsend, mq_timedreceive: where a thread
  /// of this library blocks.
  private static final Set<String> BLOCKING =
      System.getProperty("os.arch", "").equals("aarch64")
          ? Set.of(
              "63", "64", "73", "56", "76", "77", "203", "242", "206", "207", "211", "212", "269",
              "243", "189", "188", "192", "182", "183")
          : Set.of(
              "0", "1", "271", "257", "275", "276", "42", "288", "44", "45", "46", "47", "307",
              "299", "69", "70", "220", "242", "243");

  private static final Path NONE = Path.of("");

  private final FutureTask<T> future;
  private final Thread thread;

  /// Of a platform thread, in `/proc`.
  private volatile Path place = NONE;

  private Task(Thread.Builder builder, Callable<T> work) {
    future =
        new FutureTask<>(() -> {
          if (!Thread.currentThread().isVirtual()) {
            place = Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")));
          }
          return work.call();
        });
    thread = builder.unstarted(future);
  }

  static <T> Task<T> start(Thread.Builder builder, Callable<T> work) {
    var task = new Task<>(builder, work);
    task.thread.start();
    return task;
  }

  /// Returns when the thread waits: parked, or in a system call that may block.
  public Task<T> awaitBlocked() {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!isBlocked()) {
      if (future.isDone()) {
        throw new AssertionError("did not block: " + future);
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("does not block: " + thread.getState());
      }
      Thread.onSpinWait();
    }
    return this;
  }

  private boolean isBlocked() {
    return thread.isVirtual()
        ? thread.getState() == Thread.State.WAITING
            || thread.getState() == Thread.State.TIMED_WAITING
        : !place.equals(NONE) && BLOCKING.contains(SystemCall.of(place).number());
  }

  /// Interrupts the thread.
  public void interrupt() {
    thread.interrupt();
  }

  /// Waits for what it answers.
  public T result() throws InterruptedException {
    try {
      return Objects.requireNonNull(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      throw new AssertionError("failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("still in " + thread.getState(), e);
    }
  }

  /// Returns the exception that it ends with.
  public Throwable failure() throws InterruptedException {
    try {
      throw new AssertionError(
          "ended with " + future.get(PATIENCE_SECONDS, TimeUnit.SECONDS) + ", not an exception");
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("still in " + thread.getState(), e);
    }
  }
}
