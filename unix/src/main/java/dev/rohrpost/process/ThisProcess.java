package dev.rohrpost.process;

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
}
