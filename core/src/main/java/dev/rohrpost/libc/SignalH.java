package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.MemoryLayout.unionLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.UnionLayout;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<signal.h>`.
public final class SignalH {
  /// Add to the mask.
  public static final int SIG_BLOCK = 0;

  /// Remove from the mask.
  public static final int SIG_UNBLOCK = 1;

  /// Replace the mask.
  public static final int SIG_SETMASK = 2;

  /// The default action.
  public static final long SIG_DFL = 0;

  /// Ignore.
  public static final long SIG_IGN = 1;

  /// The handler takes three arguments.
  public static final int SA_SIGINFO = 4;

  /// System calls go on after the handler.
  public static final int SA_RESTART = 0x10000000;

  /// Sent by kill(2).
  public static final int SI_USER = 0;

  /// Sent by the kernel.
  public static final int SI_KERNEL = 0x80;

  /// Sent by sigqueue(3).
  public static final int SI_QUEUE = -1;

  /// A POSIX timer.
  public static final int SI_TIMER = -2;

  /// A message queue became non-empty.
  public static final int SI_MESGQ = -3;

  /// Asynchronous input or output ended.
  public static final int SI_ASYNCIO = -4;

  /// A descriptor became ready.
  public static final int SI_SIGIO = -5;

  /// Sent to one thread by tgkill(2).
  public static final int SI_TKILL = -6;

  /// A child ended by itself.
  public static final int CLD_EXITED = 1;

  /// A child was killed.
  public static final int CLD_KILLED = 2;

  /// A child was killed and left a core file.
  public static final int CLD_DUMPED = 3;

  /// A traced child trapped.
  public static final int CLD_TRAPPED = 4;

  /// A child stopped.
  public static final int CLD_STOPPED = 5;

  /// A child went on.
  public static final int CLD_CONTINUED = 6;

  /// A set of signals: C has room for 1024, the kernel uses the first 64.
  public static final StructLayout SIGSET_T =
      structLayout(JAVA_LONG, paddingLayout(120)).withName("sigset_t");

  /// What is told of a signal; here the members that tell of a child.
  public static final StructLayout SIGINFO_T =
      structLayout(
              JAVA_INT.withName("si_signo"),
              JAVA_INT.withName("si_errno"),
              JAVA_INT.withName("si_code"),
              paddingLayout(4),
              JAVA_INT.withName("si_pid"),
              JAVA_INT.withName("si_uid"),
              JAVA_INT.withName("si_status"),
              paddingLayout(100))
          .withName("siginfo_t");

  /// What a signal does.
  public static final StructLayout SIGACTION =
      structLayout(
              JAVA_LONG.withName("sa_handler"),
              SIGSET_T.withName("sa_mask"),
              JAVA_INT.withName("sa_flags"),
              paddingLayout(4),
              JAVA_LONG.withName("sa_restorer"))
          .withName("sigaction");

  /// The value sent with a signal. C takes it by value; Java passes [#sigqueue] all of it as a
  /// long.
  public static final UnionLayout SIGVAL =
      unionLayout(JAVA_INT.withName("sival_int"), JAVA_LONG.withName("sival_ptr"))
          .withName("sigval");

  /// Tell by a signal.
  public static final int SIGEV_SIGNAL = 0;

  /// How to tell that something has happened.
  public static final StructLayout SIGEVENT =
      structLayout(
              JAVA_LONG.withName("sigev_value"),
              JAVA_INT.withName("sigev_signo"),
              JAVA_INT.withName("sigev_notify"),
              paddingLayout(48))
          .withName("sigevent");

  private static final CFunction CALL_SIGACTION =
      CFunction.of("int sigaction(int, const struct sigaction *, struct sigaction *)");
  private static final CFunction PTHREAD_SIGMASK =
      CFunction.of("int pthread_sigmask(int, const sigset_t *, sigset_t *)");

  /// What sends has handles of its own, for speed; those who only ask do not wait for their
  /// linking.
  private static final class Sending {
    static final MethodHandle KILL =
        link("int kill(pid_t, int)", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    static final MethodHandle TGKILL =
        link(
            "int tgkill(pid_t, pid_t, int)",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    static final MethodHandle SIGQUEUE =
        link(
            "int sigqueue(pid_t, int, union sigval)",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  }

  private SignalH() {}

  /// `int kill(pid_t pid, int sig)`
  ///
  /// Sends a signal to a process, or to a group when negative.
  ///
  /// @param pid the process
  /// @param sig the signal; 0 only asks
  /// @throws UnixException with EINVAL, EPERM or ESRCH
  public static void kill(int pid, int sig) throws UnixException {
    var cell = Libc.cell();
    try {
      var _ = Libc.check("kill", (int) Sending.KILL.invokeExact(cell, pid, sig), cell);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int tgkill(pid_t tgid, pid_t tid, int sig)`
  ///
  /// Sends a signal to one thread.
  ///
  /// @param tgid the process
  /// @param tid the thread
  /// @param sig the signal
  /// @throws UnixException with EINVAL, EPERM, ESRCH or EAGAIN
  public static void tgkill(int tgid, int tid, int sig) throws UnixException {
    var cell = Libc.cell();
    try {
      var _ = Libc.check("tgkill", (int) Sending.TGKILL.invokeExact(cell, tgid, tid, sig), cell);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int sigqueue(pid_t pid, int sig, const union sigval value)`
  ///
  /// Sends a signal with a value.
  ///
  /// @param pid the process
  /// @param sig the signal
  /// @param value the union, as a number
  /// @throws UnixException with EAGAIN, EINVAL, EPERM or ESRCH
  public static void sigqueue(int pid, int sig, long value) throws UnixException {
    var cell = Libc.cell();
    try {
      var _ =
          Libc.check("sigqueue", (int) Sending.SIGQUEUE.invokeExact(cell, pid, sig, value), cell);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int sigaction(int signum, const struct sigaction *act, struct sigaction *oldact)`
  ///
  /// Sets or asks what a signal does.
  ///
  /// @param signum the signal
  /// @param act the new action, or NULL
  /// @param oldact where the old action goes, or NULL
  /// @throws UnixException with EINVAL
  public static void sigaction(int signum, MemorySegment act, MemorySegment oldact)
      throws UnixException {
    var _ = CALL_SIGACTION.checked(CALL_SIGACTION.call(signum, act.address(), oldact.address()));
  }

  /// `int pthread_sigmask(int how, const sigset_t *set, sigset_t *oldset)`
  ///
  /// Changes what this thread blocks.
  ///
  /// @param how `SIG_BLOCK` and its siblings
  /// @param set a `sigset_t`
  /// @param oldset where the old mask goes, or NULL
  /// @return 0, or the errno
  public static int pthread_sigmask(int how, MemorySegment set, MemorySegment oldset) {
    return PTHREAD_SIGMASK.call(how, set.address(), oldset.address());
  }
}
