package dev.rohrpost.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// How much memory of the heap a thread takes.
public final class Allocated {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocated() {}

  /// An action that may fail.
  public interface Action {
    /// Does it once.
    void run() throws Exception;
  }

  /// Returns how many bytes a call takes, on average of the best of several equal rounds: until the
  /// compiler has come to it, which takes a while on a busy machine, nothing is for free.
  ///
  /// @param rounds how many are usual; there are up to ten times as many until one takes nothing
  public static double bytesPerCall(int rounds, int calls, Action action) throws Exception {
    var least = Long.MAX_VALUE;
    for (var round = 0; round < 10 * rounds && least >= calls; round++) {
      var before = THREADS.getCurrentThreadAllocatedBytes();
      for (var call = 0; call < calls; call++) {
        action.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return (double) least / calls;
  }
}
