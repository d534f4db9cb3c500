package dev.rohrpost.fd;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.ReservedSignals;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSyscallH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The signal that gets a thread out of a blocking call.
///
/// Its handler does nothing, and is installed without `SA_RESTART`, so that the call ends with
/// EINTR. It is `SIGSTKFLT`, if that is free, which Linux has no use for: a real-time signal would
/// have to wait in a queue, and while that is full (`RLIMIT_SIGPENDING`; other processes of the
/// user fill it too) no thread could be got out. The handler has to be machine code, because the
/// JVM cannot be entered in the context of a signal; abs(3) of the C library is exactly what is
/// needed: it takes an int, touches nothing and returns. [ReservedSignals] installs it.
final class WakeSignal {
  private static final int PROCESS = Math.toIntExact(ProcessHandle.current().pid());

  private static final Signal SIGNAL = ReservedSignals.waking();

  private WakeSignal() {}

  /// Returns the kernel's number of the current thread, which has the signal unblocked from now on:
  /// a program may have been started with any mask.
  static int admit() {
    try (var arena = Arena.ofConfined()) {
      var mask = arena.allocate(SignalH.SIGSET_T);
      mask.set(ValueLayout.JAVA_LONG, 0, 1L << (SIGNAL.number() - 1));
      SignalH.pthread_sigmask(SignalH.SIG_UNBLOCK, mask, MemorySegment.NULL);
    }
    return (int) SysSyscallH.syscall(SysSyscallH.SYS_gettid, 0, 0, 0, 0, 0);
  }

  static void send(int thread) {
    try {
      SignalH.tgkill(PROCESS, thread, SIGNAL.number());
    } catch (UnixException e) {
      // ESRCH: the thread has ended. EAGAIN: the queue is full; the sender tries again anyway.
    }
  }
}
