package dev.rohrpost.fd;

import dev.rohrpost.Arch;
import dev.rohrpost.libc.SysSyscallH;
import java.io.IOException;
import java.io.UncheckedIOException;
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
final class Task<T> {
  static final long PATIENCE_SECONDS = 20;

  /// read, write, ppoll, openat: where a thread of this library blocks.
  private static final Set<String> BLOCKING =
      Arch.pick(Set.of("0", "1", "271", "257"), Set.of("63", "64", "73", "56"));

  private final FutureTask<T> future;
  private final Thread thread;
  private volatile long number;

  private Task(Thread.Builder builder, Callable<T> work) {
    future =
        new FutureTask<>(() -> {
          if (!Thread.currentThread().isVirtual()) {
            number = SysSyscallH.syscall(SysSyscallH.SYS_gettid, 0, 0, 0, 0, 0);
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
  Task<T> awaitBlocked() {
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
        : number != 0 && BLOCKING.contains(systemCall().replaceFirst(" .*\\R?", ""));
  }

  private String systemCall() {
    try {
      return Files.readString(Path.of("/proc/self/task", Long.toString(number), "syscall"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void interrupt() {
    thread.interrupt();
  }

  T result() throws InterruptedException {
    try {
      return Objects.requireNonNull(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      throw new AssertionError("failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("still in " + thread.getState(), e);
    }
  }

  /// Returns the exception that it ends with.
  Throwable failure() throws InterruptedException {
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
