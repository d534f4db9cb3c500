package dev.rohrpost.process;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysPrctlH;
import dev.rohrpost.libc.SysSyscallH;
import dev.rohrpost.libc.UnistdH;

/// The process that this program runs in.
public final class ThisProcess {
  private ThisProcess() {}

  /// Ends this process at once, as `_exit(2)` does: without shutdown hooks, and without flushing
  /// anything.
  ///
  /// [Runtime#halt] and [System#exit] wait up to 300 ms for threads that are inside a system call,
  /// and whoever has started a child or subscribed to a signal has such a thread. A program that
  /// lives for a few milliseconds, as a command does, saves that time here. Nothing is lost that
  /// lives in the kernel; a recording (JFR, AOT cache, coverage) is not written.
  ///
  /// @param status the exit status; the parent sees its lowest eight bits
  /// @see <a href="https://man7.org/linux/man-pages/man2/_exit.2.html">_exit(2)</a>
  public static void exit(int status) {
    UnistdH._exit(status);
  }

  /// Tells whether this process ignores a signal. Programs that it starts do as well only if they
  /// are told to; see [Program#withIgnoredSignals].
  ///
  /// @param signal any signal
  /// @return whether it is ignored now
  /// @throws UnixException never, but where a filter of system calls denies it
  /// @see <a href="https://man7.org/linux/man-pages/man2/sigaction.2.html">sigaction(2)</a>
  public static boolean ignores(Signal signal) throws UnixException {
    return Ignored.here(signal);
  }

  /// Makes this process the one that adopts the orphans among its descendants: the children of
  /// children that have ended. It then has to reap them; see [OrphanReaper].
  ///
  /// Programs that it starts do not inherit this. Descendants that have become orphans before stay
  /// where they are.
  ///
  /// @throws UnixException never, but where a filter of system calls denies it
  /// @see <a href="https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html"
  ///   > PR_SET_CHILD_SUBREAPER(2const)</a>
  public static void becomeSubreaper() throws UnixException {
    SysPrctlH.setChildSubreaper(1);
  }

  /// Tells whether orphans become children of this process: it is the first one of its process
  /// namespace, as the command of a container is, or it is a child subreaper.
  ///
  /// @return whether it adopts
  /// @throws UnixException never, but where a filter of system calls denies it
  public static boolean adoptsOrphans() throws UnixException {
    return number() == 1 || SysPrctlH.getChildSubreaper() != 0;
  }

  /// {@return the number of this process, in its own namespace whatever `/proc` shows}
  static int number() {
    return (int) SysSyscallH.syscall(SysSyscallH.SYS_getpid, 0, 0, 0, 0, 0);
  }
}
