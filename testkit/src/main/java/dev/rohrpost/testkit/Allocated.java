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

  /// Returns how many bytes the last of several equal rounds took, on average of its calls: the
  /// first rounds are for the compiler, without which nothing is for free.
  public static double bytesPerCall(int rounds, int calls, Action action) throws Exception {
    var bytes = 0L;
    for (var round = 0; round < rounds; round++) {
      var before = THREADS.getCurrentThreadAllocatedBytes();
      for (var call = 0; call < calls; call++) {
        action.run();
      }
      bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    return (double) bytes / calls;
  }
}
