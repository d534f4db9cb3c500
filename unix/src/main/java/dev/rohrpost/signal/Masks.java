package dev.rohrpost.signal;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.ReservedSignals;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSyscallH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Changes the signal mask of every thread of this process, which the kernel lets each thread do
/// for itself only: the sweep.
///
/// A reserved signal is sent to every thread; its handler changes the mask that the thread goes on
/// with. Threads born later inherit it. The sweep ends when two listings in a row have found no
/// thread to change: one that a thread not yet changed gave birth to, while the first was being
/// read, is in the second.
final class Masks {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final int PROCESS = Math.toIntExact(ProcessHandle.current().pid());
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = 20_000;

  private static final long SIGINFO_SIZE = 128;
  private static final long SI_CODE = 8;
  private static final long SI_PID = 16;
  private static final long SI_VALUE = 24;

  private final Signal changer;

  Masks(MachineCode code) {
    changer = ReservedSignals.reserve(code.changeMask(), SignalH.SA_SIGINFO | SignalH.SA_RESTART);
  }

  /// Blocks signals in every thread.
  ///
  /// @param bits which
  /// @return what each thread had blocked before; looked up first, because a thread that is born
  ///   during the sweep may inherit what the sweep has done
  Map<Integer, SignalSet> block(long bits) throws UnixException {
    var before = new HashMap<Integer, SignalSet>();
    forEachThread((thread, status) -> before.put(thread, status.blocked()));
    sweep(bits, (thread, blocked) -> (blocked & bits) == bits);
    return before;
  }

  /// Unblocks signals.
  ///
  /// @param bits which
  /// @param except the threads that keep them blocked
  void unblock(long bits, Set<Integer> except) throws UnixException {
    sweep(
        bits | MachineCode.REMOVE,
        (thread, blocked) -> except.contains(thread) || (blocked & bits) == 0);
  }

  private interface Check {
    boolean isDone(int thread, long blocked);
  }

  private void sweep(long value, Check check) throws UnixException {
    var giveUp = System.nanoTime() + PATIENCE.toNanos();
    var clean = 0;
    while (clean < 2) {
      clean = round(value, check) == 0 ? clean + 1 : 0;
      if (clean == 0) {
        if (System.nanoTime() - giveUp > 0) {
          throw UnixException.of("rt_tgsigqueueinfo", "every thread", Errno.ETIMEDOUT);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private int round(long value, Check check) throws UnixException {
    var missing = new AtomicInteger();
    var complete =
        forEachThread((thread, status) -> {
          if (status.lives() && !check.isDone(thread, status.blocked().bits())) {
            missing.incrementAndGet();
            if (!status.pending().contains(changer)) {
              send(thread, value);
            }
          }
        });
    return complete ? missing.get() : missing.get() + 1;
  }

  private interface Visitor {
    void visit(int thread, ProcStatus status) throws UnixException;
  }

  /// @return false if a thread ended meanwhile, so that others may have been passed over
  private static boolean forEachThread(Visitor visitor) throws UnixException {
    try (var threads = Files.newDirectoryStream(TASKS)) {
      for (var directory : threads) {
        var status = ProcStatus.read(directory);
        if (status != null) {
          visitor.visit(Integer.parseInt(directory.getFileName().toString()), status);
        }
      }
      return true;
    } catch (UnixException e) {
      throw e;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      throw UnixException.of("open", TASKS.toString(), Errno.EIO);
    }
  }

  private void send(int thread, long value) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var info = arena.allocate(SIGINFO_SIZE, 8);
      info.set(ValueLayout.JAVA_INT, 0, changer.number());
      info.set(ValueLayout.JAVA_INT, SI_CODE, SignalH.SI_QUEUE);
      info.set(ValueLayout.JAVA_INT, SI_PID, PROCESS);
      info.set(ValueLayout.JAVA_LONG, SI_VALUE, value);
      queue(thread, info);
    }
  }

  /// ESRCH: the thread has ended. EAGAIN: the user's queue is full of other signals; the next round
  /// tries again.
  private void queue(int thread, MemorySegment info) throws UnixException {
    var result =
        SysSyscallH.syscall(
            SysSyscallH.SYS_rt_tgsigqueueinfo,
            PROCESS,
            thread,
            changer.number(),
            info.address(),
            0);
    var errno = new Errno((int) -result);
    if (result < 0 && !errno.equals(Errno.ESRCH) && !errno.equals(Errno.EAGAIN)) {
      throw UnixException.of("rt_tgsigqueueinfo", "thread " + thread, errno);
    }
  }
}
