package dev.rohrpost.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// How much memory of the heap a thread takes.
///
/// That something takes nothing is measured by a program of its own, which prints its figures:
///
/// ```java
/// assertThat(Allocated.leastOf(Measure.class)).hasSize(2).containsOnly(0L);
/// ```
public final class Allocated {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int JVMS = 6;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Allocated() {}

  /// An action that may fail.
  public interface Action {
    /// Does it once.
    void run() throws Exception;
  }

  /// Runs a program in JVMs of its own until each of its figures was 0 in one of them, and returns
  /// the least that each has been.
  ///
  /// In JVMs of its own, because agents that measure other things allocate. In several, because
  /// whether the compiler makes do without a short-lived result depends on what it has seen run:
  /// what code itself needs, it needs in each of them. At each call of C that captures errno the
  /// JDK makes a segment of 40 bytes; the compiler only does without it if it looks deeper into
  /// calls than 15 levels, or happens to begin in their middle, so it is told to look deeper.
  ///
  /// @param program prints a figure a line, in the order in which they are returned
  public static List<Long> leastOf(Class<?> program, String... arguments)
      throws InterruptedException {
    var least = figures(program, arguments);
    for (var jvm = 1; jvm < JVMS && !isNothing(least); jvm++) {
      var before = least;
      var now = figures(program, arguments);
      least =
          IntStream.range(0, before.size())
              .mapToObj(i -> Math.min(before.get(i), now.get(i)))
              .toList();
    }
    return least;
  }

  private static List<Long> figures(Class<?> program, String... arguments)
      throws InterruptedException {
    var jvm = Jvm.of(program, arguments).with("--add-modules", "jdk.management");
    try (var running = jvm.with("-XX:MaxInlineLevel=30").start()) {
      return running.await(PATIENCE).orFail().out().lines().map(Long::valueOf).toList();
    }
  }

  private static boolean isNothing(List<Long> figures) {
    return figures.stream().allMatch(bytes -> bytes == 0);
  }

  /// Returns how many whole bytes a call takes, on average of the best of several equal rounds:
  /// until the compiler has come to it, which takes a while on a busy machine, nothing is for free.
  /// No object is smaller than 16 bytes, so less than a byte is what happens once in a while, and
  /// counts as nothing.
  ///
  /// @param rounds how many are usual; there are up to four times as many until one takes nothing
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
    for (var round = 0; round < 4 * rounds && least >= calls; round++) {
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
