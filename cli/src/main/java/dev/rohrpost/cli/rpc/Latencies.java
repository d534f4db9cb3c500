package dev.rohrpost.cli.rpc;

import java.util.OptionalDouble;

/// How long many calls have taken, in a space that does not grow with their number: times are kept
/// to within a hundredth of themselves, the shortest and the longest exactly.
final class Latencies {
  /// Each power of two has so many steps, as a power of two.
  private static final int STEPS = 6;

  private static final double NANOS_OF_MICRO = 1000;

  private final long[] counts = new long[(Long.SIZE - STEPS) << STEPS];
  private long count;
  private long shortest = Long.MAX_VALUE;
  private long longest;

  void add(long nanos) {
    var time = Math.max(0, nanos);
    counts[index(time)]++;
    count++;
    shortest = Math.min(shortest, time);
    longest = Math.max(longest, time);
  }

  private static int index(long time) {
    var shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(time) - STEPS - 1);
    return (shift << STEPS) + (int) (time >>> shift);
  }

  /// Returns the middle of the times that are counted together.
  private static long time(int index) {
    var shift = Math.max(0, (index >>> STEPS) - 1);
    return ((long) (index - (shift << STEPS)) << shift) + (1L << shift >>> 1);
  }

  long count() {
    return count;
  }

  /// Returns the shortest, in microseconds; empty if there is none.
  OptionalDouble shortest() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(shortest / NANOS_OF_MICRO);
  }

  /// Returns the time in microseconds within which a part of the calls was over; empty if there are
  /// none.
  ///
  /// @param part from 0 to 1
  OptionalDouble within(double part) {
    if (count == 0) {
      return OptionalDouble.empty();
    }
    var wanted = Math.max(1, (long) Math.ceil(part * count));
    var index = 0;
    for (var seen = counts[0]; seen < wanted; seen += counts[index]) {
      index++;
    }
    return OptionalDouble.of(Math.clamp(time(index), shortest, longest) / NANOS_OF_MICRO);
  }
}
