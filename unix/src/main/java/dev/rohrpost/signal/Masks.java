package dev.rohrpost.signal;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.ReservedSignals;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSyscallH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Changes the signal mask of every thread of this process, which the kernel lets each thread do
/// for itself only: the sweep.
///
/// A reserved signal is sent to every thread; its handler changes the mask that the thread goes on
/// with. Threads born later inherit it. The sweep ends when two listings in a row have found no
/// thread to change: one that a thread not yet changed gave birth to, while the first was being
/// read, is in the second, and a thread of which the first could not tell is clear in the second.
///
/// A thread that cannot be interrupted, because it is stopped or waits for a disk, has the reserved
/// signal waiting for it: that one is handled before anything else when the thread goes on, so the
/// sweep does not need to wait for it for ever.
final class Masks {
  private static final String TASKS = "/proc/self/task";
  private static final int PROCESS = Math.toIntExact(ProcessHandle.current().pid());
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long PAUSE_NANOS = 20_000;

  /// How long a thread may take in which every signal is blocked, before that is taken for its way.
  /// The C library blocks everything for the moment in which it starts a thread, handlers of the
  /// JVM do while they run: the mask of before comes back, so what is seen meanwhile means nothing.
  private static final Duration MOMENT = Duration.ofMillis(100);

  /// The C library lets nobody else block this one, and never does so for good.
  private static final Signal OF_THE_C_LIBRARY = new Signal(32);

  private final Signal changer;

  /// Threads whose way it is to block everything. Guarded by the monitor of the source.
  private final Set<Integer> blockers = new HashSet<>();

  Masks(MachineCode code) {
    changer = ReservedSignals.changing(code.changeMask(), SignalH.SA_SIGINFO | SignalH.SA_RESTART);
  }

  /// Blocks signals in every thread.
  ///
  /// @param bits which
  /// @param before gets what each thread had blocked before
  void block(long bits, Map<Integer, SignalSet> before) throws UnixException {
    new Sweep(Change.BLOCK, _ -> bits, before).run();
  }

  /// Unblocks signals.
  ///
  /// @param wish which, for each thread
  void unblock(Wish wish) throws UnixException {
    new Sweep(Change.UNBLOCK, wish, new HashMap<>()).run();
  }

  /// Which signals to change in a thread.
  interface Wish {
    long bits(int thread);
  }

  private enum Change {
    BLOCK,
    UNBLOCK;

    boolean isDone(long blocked, long bits) {
      return (blocked & bits) == (this == BLOCK ? bits : 0);
    }

    long value(long bits) {
      return this == BLOCK ? bits : bits | MachineCode.REMOVE;
    }
  }

  private final class Sweep {
    private final Change change;
    private final Wish wish;
    private final Map<Integer, SignalSet> before;
    private final Set<Integer> sent = new HashSet<>();

    /// Threads that were seen as they are to be; their children are born so.
    private final Set<Integer> settled = new HashSet<>();

    private Set<Integer> unclear = Set.of();
    private Set<Integer> first = Set.of();
    private final long start = System.nanoTime();
    private boolean queueFull;

    Sweep(Change change, Wish wish, Map<Integer, SignalSet> before) {
      this.change = change;
      this.wish = wish;
      this.before = before;
    }

    void run() throws UnixException {
      var clean = 0;
      while (clean < 2 && !hasPassed(PATIENCE) && !(queueFull && isOptional())) {
        clean = isClean() ? clean + 1 : 0;
        if (clean == 0) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
      if (queueFull && !isOptional()) {
        throw UnixException.of("rt_tgsigqueueinfo", "every thread", Errno.EAGAIN);
      }
    }

    /// Ordinary signals have no order, and each thread that one hits hands it back.
    private boolean isOptional() {
      return change == Change.BLOCK && (wish.bits(PROCESS) & Backlog.REAL_TIME) == 0;
    }

    private boolean hasPassed(Duration time) {
      return System.nanoTime() - start > time.toNanos();
    }

    private boolean isClean() throws UnixException {
      queueFull = false;
      var clean = true;
      var unclearBefore = unclear;
      unclear = new HashSet<>();
      for (var thread : listAll()) {
        var status = ProcStatus.read(TASKS + "/" + thread);
        if (status != null) {
          clean &= isSettled(thread, status);
        }
      }
      return clean && Collections.disjoint(unclearBefore, unclear);
    }

    /// The kernel lists threads by age, and ends the listing early when one ends in the wrong
    /// moment: that one is the last then.
    private int[] listAll() throws UnixException {
      while (true) {
        var threads = ProcFile.list(TASKS);
        if (ProcStatus.read(TASKS + "/" + threads[threads.length - 1]) != null) {
          if (first.isEmpty()) {
            first = IntStream.of(threads).boxed().collect(Collectors.toUnmodifiableSet());
          }
          return threads;
        }
      }
    }

    private boolean isSettled(int thread, ProcStatus status) throws UnixException {
      var blocked = status.blocked();
      if (!status.lives() || settled.contains(thread)) {
        return true;
      }
      if (blocked.contains(changer) && !isBlocker(thread, blocked)) {
        unclear.add(thread); // the next listing will tell
        return true;
      }
      if (first.contains(thread)) { // others may have inherited what this sweep has done
        before.putIfAbsent(thread, blocked);
      }
      var bits = wish.bits(thread);
      if (change.isDone(blocked.bits(), bits)) {
        settled.add(thread);
        return true;
      }
      var isFirst = sent.add(thread);
      if (isFirst || !status.pending().contains(changer)) {
        send(thread, change.value(bits));
      }
      return !isFirst && blocked.contains(changer);
    }

    private boolean isBlocker(int thread, SignalSet blocked) {
      if (hasPassed(MOMENT) && !blocked.contains(OF_THE_C_LIBRARY)) {
        blockers.add(thread);
      }
      return blockers.contains(thread);
    }

    private void send(int thread, long value) throws UnixException {
      try (var arena = Arena.ofConfined()) {
        queue(thread, Siginfo.queued(changer, value, arena));
      }
    }

    /// ESRCH: the thread has ended. EAGAIN: the user's queue is full of other signals; the next
    /// round tries again.
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
      if (errno.equals(Errno.EAGAIN)) {
        queueFull = true;
      } else if (result < 0 && !errno.equals(Errno.ESRCH)) {
        throw UnixException.of("rt_tgsigqueueinfo", "thread " + thread, errno);
      }
    }
  }
}
