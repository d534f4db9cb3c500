package dev.rohrpost.process;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysResourceH;
import dev.rohrpost.libc.SysWaitH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Asking the kernel what became of children.
final class Reaping {
  private static final long PID = offset("si_pid");
  private static final long CODE = offset("si_code");
  private static final long STATUS = offset("si_status");
  private static volatile boolean prepared;

  private Reaping() {}

  /// What waitid(2) told.
  ///
  /// @param code `CLD_*`, or one of the two codes here
  /// @param status an exit code or a signal
  /// @param usage what the child has used, a copy of the `rusage`
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Report(int code, int status, long[] usage) {
    /// There is nothing to tell.
    static final int NOTHING = 0;

    /// There is no such child.
    static final int GONE = -1;

    /// A report without a child.
    static Report of(int code) {
      return new Report(code, 0, new long[0]);
    }

    ExitStatus exitStatus() {
      return code == SignalH.CLD_EXITED
          ? new ExitStatus.Exited(status)
          : new ExitStatus.Signalled(new Signal(status), code == SignalH.CLD_DUMPED);
    }
  }

  /// Sees to it, before the first child is started, that it can be watched and that its status is
  /// kept.
  ///
  /// @param any a descriptor to try it with
  /// @throws UnixException with EMFILE, ENFILE or ENOMEM
  static void prepare(Fd any) throws UnixException {
    if (!prepared) {
      Wait.whenReadable(any, () -> {}); // makes the thread that watches
      keepStatuses();
      prepared = true;
    }
  }

  /// A process may have been started with SIGCHLD ignored, which makes the kernel reap its children
  /// and forget their statuses.
  static void keepStatuses() throws UnixException {
    if (Ignored.here(Signal.CHLD)) {
      try (var arena = Arena.ofConfined()) {
        var action = arena.allocate(SignalH.SIGACTION); // all 0: the default
        SignalH.sigaction(Signal.CHLD.number(), action, MemorySegment.NULL);
      }
    }
  }

  /// Ends a child that nobody has seen, and waits for its end.
  static void kill(int pid) {
    Runnable reap =
        () -> {
          ask(SysWaitH.P_PID, pid, SysWaitH.WEXITED);
          OwnChildren.remove(pid);
        };
    try {
      SignalH.kill(pid, Signal.KILL.number()); // it is not reaped, so the number is still its own
      reap.run();
    } catch (UnixException e) { // EPERM: it has become somebody else, and ends when it likes
      Thread.ofPlatform().daemon().name("rohrpost-reaper").start(reap);
    }
  }

  /// Asks what became of a child.
  ///
  /// @param options `W*`
  /// @return the report
  static Report ask(int which, int id, int options) {
    try (var arena = Arena.ofConfined()) {
      var info = arena.allocate(SignalH.SIGINFO_T);
      var usage = arena.allocate(SysResourceH.RUSAGE);
      int result;
      do {
        result = SysWaitH.waitid(which, id, info, options, usage);
      } while (result == -Errno.EINTR.number());
      if (result < 0) {
        return Report.of(Report.GONE);
      }
      return info.get(ValueLayout.JAVA_INT, PID) == 0
          ? Report.of(Report.NOTHING)
          : new Report(
              info.get(ValueLayout.JAVA_INT, CODE),
              info.get(ValueLayout.JAVA_INT, STATUS),
              Usage.copy(usage));
    }
  }

  /// Waits until there is something to tell, and leaves it to be told again.
  ///
  /// @return `CLD_*`, or the negated errno
  static int peek(int pidfd) {
    try (var arena = Arena.ofConfined()) {
      var info = arena.allocate(SignalH.SIGINFO_T);
      var options = SysWaitH.WEXITED | SysWaitH.WSTOPPED | SysWaitH.WCONTINUED | SysWaitH.WNOWAIT;
      var result = SysWaitH.waitid(SysWaitH.P_PIDFD, pidfd, info, options, MemorySegment.NULL);
      return result < 0 ? result : info.get(ValueLayout.JAVA_INT, CODE);
    }
  }

  /// Waits until some child has ended, and leaves its end to be told again.
  ///
  /// @return its pid, or the negated errno: ECHILD without any child, EINTR
  static int awaitAny() {
    try (var arena = Arena.ofConfined()) {
      var info = arena.allocate(SignalH.SIGINFO_T);
      var options = SysWaitH.WEXITED | SysWaitH.WNOWAIT;
      var result = SysWaitH.waitid(SysWaitH.P_ALL, 0, info, options, MemorySegment.NULL);
      return result < 0 ? result : info.get(ValueLayout.JAVA_INT, PID);
    }
  }

  private static long offset(String member) {
    return SignalH.SIGINFO_T.byteOffset(PathElement.groupElement(member));
  }
}
