package dev.rohrpost.testkit;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/// How much memory a JVM uses, for tests in a [Jvm] of their own: in another one other tests
/// allocate.
public final class Memory {
  private static final int MOST_LOOKS = 20;

  private Memory() {}

  /// Returns how many bytes are in use, on the heap and in native segments, when nothing more can
  /// be collected. Segments that a collector frees are freed by a thread of its own, so it takes
  /// several looks.
  public static long used() {
    var least = Long.MAX_VALUE;
    for (int same = 0, looks = 0; same < 3 && looks < MOST_LOOKS; looks++) {
      ManagementFactory.getMemoryMXBean().gc();
      var now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + segments();
      same = now < least - least / 100 ? 0 : same + 1;
      least = Math.min(least, now);
    }
    return least;
  }

  /// Returns how many bytes of native segments there are, also of those that can be collected.
  public static long segments() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
