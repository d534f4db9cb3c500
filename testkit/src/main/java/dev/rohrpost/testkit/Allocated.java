package dev.rohrpost.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/// How much memory of the heap a thread takes.
public final class Allocated {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocated() {}

  /// An action that may fail.
  public interface Action {
    /// Does it once.
    void run() throws Exception;
  }

  /// Returns how many whole bytes a call takes, on average of the best of several equal rounds:
  /// until the compiler has come to it, which takes a while on a busy machine, nothing is for free.
  /// No object is smaller than 16 bytes, so less than a byte is what happens once in a while, and
  /// counts as nothing.
  ///
  /// @param rounds how many are usual; there are up to ten times as many until one takes nothing
  public static long bytesPerCall(int rounds, int calls, Action action) throws Exception {
    return bytesPerCall(THREADS::getCurrentThreadAllocatedBytes, rounds, calls, action);
  }

  /// Returns the same for all threads of this process together, such as those of a server.
  public static long bytesOfAllPerCall(int rounds, int calls, Action action) throws Exception {
    return bytesPerCall(THREADS::getTotalThreadAllocatedBytes, rounds, calls, action);
  }

  private static long bytesPerCall(LongSupplier bytes, int rounds, int calls, Action action)
      throws Exception {
    var least = Long.MAX_VALUE;
    for (var round = 0; round < 10 * rounds && least >= calls; round++) {
      var before = bytes.getAsLong();
      for (var call = 0; call < calls; call++) {
        action.run();
      }
      least = Math.min(least, bytes.getAsLong() - before);
    }
    return least / calls;
  }

  /// Returns how many bytes an action takes, this once.
  public static long bytes(Action action) throws Exception {
    var before = THREADS.getCurrentThreadAllocatedBytes();
    action.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
