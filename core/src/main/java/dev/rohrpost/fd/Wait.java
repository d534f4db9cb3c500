package dev.rohrpost.fd;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.PollH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntToLongFunction;

/// Waiting for a descriptor, and calling what blocks.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">ppoll(2)</a>
public final class Wait {
  /// The answer of [#call] and [#perform] when the deadline passed.
  public static final long TIMED_OUT = Long.MIN_VALUE;

  private Wait() {}

  /// A system call that may block and has no deadline of its own.
  @FunctionalInterface
  public interface BlockingCall {
    /// Makes the call, once.
    ///
    /// @return what it answers, or the negated errno; with EINTR it is made again, unless the wait
    ///   is over
    /// @throws UnixException if what it needs is closed
    long run() throws UnixException;
  }

  /// A system call on a descriptor that moves data: receiving from a socket, sending to a queue.
  ///
  /// What it needs beyond the descriptor is passed in, so that one object serves every call.
  public interface Operation {
    /// {@return `POLLIN` or `POLLOUT`: for what to wait before it is worth while to try}
    int events();

    /// {@return the name of the system call, for the message of a failure}
    default String call() {
      return events() == PollH.POLLIN ? "read" : "write";
    }

    /// {@return whether a call that waits returns as soon as it has anything, as receiving does and
    /// sending does not: then a deadline needs no question before the call, as a signal can end it}
    default boolean returnsAtFirst() {
      return false;
    }

    /// Makes the call so that it may wait in the kernel.
    ///
    /// @param number the descriptor
    /// @param data as given to [Wait#perform]
    /// @param argument as given to [Wait#perform]
    /// @return what it answers, or the negated errno
    long block(int number, MemorySegment data, long argument);

    /// Makes the call so that it never waits, without changing the open file description.
    ///
    /// @param number the descriptor
    /// @param data as given to [Wait#perform]
    /// @param argument as given to [Wait#perform]
    /// @return what it answers, or the negated errno; EAGAIN if it would have waited
    long attempt(int number, MemorySegment data, long argument);
  }

  /// Makes a system call on a descriptor, waiting as long as it takes. Allocates nothing on a
  /// platform thread without a deadline.
  ///
  /// @param operation the call
  /// @param fd the descriptor
  /// @param data memory that the call uses
  /// @param argument whatever else it needs
  /// @param deadline when to give up
  /// @return what the call answered, or the negated errno, which is neither EAGAIN nor EINTR, or
  ///   [#TIMED_OUT]
  /// @throws UnixException with EBADF if the descriptor is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted; the call did nothing then
  public static long perform(
      Operation operation, Fd fd, MemorySegment data, long argument, Deadline deadline)
      throws UnixException, InterruptedException {
    return Io.perform(operation, fd, data, argument, deadline);
  }

  /// Waits until there is something to read: bytes, the end of the stream, an event.
  ///
  /// @param fd what to wait for
  /// @param deadline when to give up
  /// @return false if the deadline passed
  /// @throws UnixException with EBADF if the descriptor is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted
  public static boolean readable(Fd fd, Deadline deadline)
      throws UnixException, InterruptedException {
    return ready(fd, PollH.POLLIN, deadline);
  }

  /// Waits until there is room to write, or nobody left to read.
  ///
  /// @param fd what to wait for
  /// @param deadline when to give up
  /// @return false if the deadline passed
  /// @throws UnixException with EBADF if the descriptor is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted
  public static boolean writable(Fd fd, Deadline deadline)
      throws UnixException, InterruptedException {
    return ready(fd, PollH.POLLOUT, deadline);
  }

  private static boolean ready(Fd fd, int events, Deadline deadline)
      throws UnixException, InterruptedException {
    try {
      return Thread.currentThread().isVirtual()
          ? parked(fd, events, deadline)
          : polled(fd, events, deadline);
    } catch (UnixException e) {
      throw Fd.during("ppoll", e);
    }
  }

  private static boolean polled(Fd fd, int events, Deadline deadline)
      throws UnixException, InterruptedException {
    var blocker = Blocker.current();
    var number = blocker.enter(fd);
    try {
      return Io.poll(blocker, number, events, deadline);
    } finally {
      blocker.leave(fd);
    }
  }

  /// Being woken says that it was ready a moment ago; hence the question afterwards.
  private static boolean parked(Fd fd, int events, Deadline deadline)
      throws UnixException, InterruptedException {
    var number = fd.enter();
    try (var arena = Arena.ofConfined()) {
      Blocker.check(fd);
      var scratch = arena.allocate(Io.SCRATCH);
      while (!Io.isReady(scratch, number, events)) {
        if (!Poller.of(fd).await(number, events, deadline)) {
          return false;
        }
      }
      return true;
    } finally {
      Poller.passOn(fd);
      fd.leave();
    }
  }

  /// Runs a callback once, when the descriptor is readable or has been closed. It runs on a thread
  /// that serves all descriptors, so it must be short and must not wait.
  ///
  /// @param fd what to wait for
  /// @param callback what to run
  /// @throws UnixException with EBADF if the descriptor is closed, EPERM if it is a regular file,
  ///   or ENOSPC if the user has too many watches (`/proc/sys/fs/epoll/max_user_watches`)
  public static void whenReadable(Fd fd, Runnable callback) throws UnixException {
    var _ =
        fd.borrow(
            "epoll_ctl",
            number -> {
              Poller.of(fd).whenReadable(number, callback);
              return number;
            });
  }

  /// Waits for a moment until there is something to read, if what came lately came soon: for a
  /// virtual thread that would leave, and come back by [#whenReadable].
  ///
  /// @param fd what to wait for
  /// @return whether it is readable; false at once where a longer wait is to be expected
  /// @throws UnixException with EBADF if the descriptor is closed
  public static boolean readableSoon(Fd fd) throws UnixException {
    var number = fd.enter();
    try {
      return Poller.of(fd).linger().sees(number, Deadline.NEVER);
    } finally {
      fd.leave();
    }
  }

  /// Makes a system call that may block: opening a FIFO, waiting for a child, taking from a queue.
  ///
  /// A platform thread makes the call itself; when the deadline passes, a signal ends it. For a
  /// virtual thread a platform thread makes it, so that no carrier is blocked. A call that succeeds
  /// in the very moment of an interrupt or deadline has succeeded: its answer is returned, and an
  /// interrupted thread stays interrupted.
  ///
  /// @param deadline when to give up
  /// @param call what to call; it must answer EINTR when a signal comes
  /// @return what the call answered, or the negated errno, or [#TIMED_OUT]
  /// @throws UnixException what the call throws
  /// @throws InterruptedException if the thread is or gets interrupted
  public static long call(Deadline deadline, BlockingCall call)
      throws UnixException, InterruptedException {
    return Thread.currentThread().isVirtual()
        ? onPlatformThread(() -> blocking(deadline, call))
        : blocking(deadline, call);
  }

  /// As above, for a call on a descriptor that has no way to try it without waiting, such as
  /// accepting a connection that others may take first. Closing the descriptor ends the call too.
  ///
  /// @param name of the call, for the message of a failure
  /// @param fd the descriptor
  /// @param deadline when to give up
  /// @param call gets the number and answers as a [BlockingCall]
  /// @return what the call answered, or the negated errno, or [#TIMED_OUT]
  /// @throws UnixException with EBADF if the descriptor is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted
  public static long call(String name, Fd fd, Deadline deadline, IntToLongFunction call)
      throws UnixException, InterruptedException {
    try {
      return Thread.currentThread().isVirtual()
          ? onPlatformThread(() -> blocking(fd, deadline, call))
          : blocking(fd, deadline, call);
    } catch (UnixException e) {
      throw Fd.during(name, e);
    }
  }

  private static long blocking(Fd fd, Deadline deadline, IntToLongFunction call)
      throws UnixException, InterruptedException {
    var blocker = Blocker.current();
    var number = blocker.enter(fd);
    try {
      return repeating(blocker, deadline, () -> call.applyAsLong(number));
    } finally {
      blocker.leave(fd);
    }
  }

  private static long blocking(Deadline deadline, BlockingCall call)
      throws UnixException, InterruptedException {
    var blocker = Blocker.current();
    blocker.enter();
    try {
      return repeating(blocker, deadline, call);
    } finally {
      blocker.leave();
    }
  }

  private static long repeating(Blocker blocker, Deadline deadline, BlockingCall call)
      throws UnixException, InterruptedException {
    var alarm = deadline == Deadline.NEVER ? null : Waker.wakeAt(blocker, deadline);
    try {
      while (true) {
        var result = call.run();
        if (result != -Errno.EINTR.number()) {
          return result;
        }
        blocker.check();
        if (deadline.hasPassed()) {
          return TIMED_OUT;
        }
      }
    } finally {
      if (alarm != null) {
        alarm.cancel(false);
      }
    }
  }

  private static long onPlatformThread(Callable<Long> call)
      throws UnixException, InterruptedException {
    var task = new FutureTask<>(call);
    var helper = Daemon.start("rohrpost-call", task);
    var interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
          helper.interrupt();
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case InterruptedException cause -> {
          interrupted = false; // it is reported now
          throw cause;
        }
        case UnixException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new AssertionError(e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
