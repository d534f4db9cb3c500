package dev.rohrpost.fd;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSyscallH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The signal that gets a thread out of a blocking call.
///
/// Its handler does nothing, and is installed without `SA_RESTART`, so that the call ends with
/// EINTR. A handler has to be machine code, because the JVM cannot be entered in the context of a
/// signal; abs(3) of the C library is exactly what is needed: it takes an int, touches nothing and
/// returns.
public final class WakeSignal {
  private static final long HANDLER =
      SignalH.SIGACTION.byteOffset(PathElement.groupElement("sa_handler"));
  private static final int PROCESS = Math.toIntExact(ProcessHandle.current().pid());

  /// Three below the highest is where to begin: the JDK keeps RTMAX-2 for the same purpose.
  private static final Signal SIGNAL = install(Signal.RTMAX.number() - 3);

  private WakeSignal() {}

  /// {@return the signal, which this library keeps for itself: the highest real-time signal below
  /// RTMAX-2 that had its default action when it was first needed}
  public static Signal signal() {
    return SIGNAL;
  }

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
      // ESRCH: the thread has ended. EAGAIN: RLIMIT_SIGPENDING; the sender tries again anyway.
    }
  }

  private static Signal install(int highest) {
    try (var arena = Arena.ofConfined()) {
      var action = arena.allocate(SignalH.SIGACTION);
      for (var number = highest; number >= Signal.RTMIN.number(); number--) {
        SignalH.sigaction(number, MemorySegment.NULL, action);
        if (action.get(ValueLayout.JAVA_LONG, HANDLER) == SignalH.SIG_DFL) {
          action.fill((byte) 0);
          action.set(ValueLayout.JAVA_LONG, HANDLER, SignalH.abs());
          SignalH.sigaction(number, action, MemorySegment.NULL);
          return new Signal(number);
        }
      }
      throw new IllegalStateException("no real-time signal is free to wake threads with");
    } catch (UnixException e) {
      throw new IllegalStateException(e);
    }
  }
}
