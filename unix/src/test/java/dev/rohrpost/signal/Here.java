package dev.rohrpost.signal;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.libc.SysSyscallH;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// What the tests of this package ask of their own process.
final class Here {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final int PID = Math.toIntExact(ProcessHandle.current().pid());
  static final Target.Pid SELF = new Target.Pid(PID);

  private Here() {}

  static Deadline soon() {
    return Deadline.after(PATIENCE);
  }

  /// The kernel's number of this thread.
  static int thread() {
    return (int) SysSyscallH.syscall(SysSyscallH.SYS_gettid, 0, 0, 0, 0, 0);
  }

  /// Waits for something that tells nobody when it happens.
  static void until(BooleanSupplier condition) {
    var giveUp = soon();
    while (!condition.getAsBoolean()) {
      if (giveUp.hasPassed()) {
        throw new AssertionError("not within " + PATIENCE);
      }
      LockSupport.parkNanos(100_000);
    }
  }

  /// Waits until a thread is in a system call.
  static void untilIn(String call, int thread) {
    until(() ->
        state(PID).threads().stream()
            .anyMatch(
                t -> t.tid() == thread && t.activity().call().filter(call::equals).isPresent()));
  }

  static SignalState state(int pid) {
    try {
      return SignalState.of(pid);
    } catch (UnixException e) {
      throw new AssertionError(e);
    }
  }

  static void join(Thread thread) {
    try {
      if (!thread.join(PATIENCE)) {
        throw new AssertionError("still running: " + thread);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  interface Task<T> {
    T run() throws Exception;
  }

  /// Runs a task on a platform thread of its own.
  static <T> T onOwnThread(Task<T> task) throws Exception {
    var future = new FutureTask<>(task::run);
    Thread.ofPlatform().daemon().start(future);
    return future.get();
  }
}
