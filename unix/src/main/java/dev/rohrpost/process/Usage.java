package dev.rohrpost.process;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysResourceH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.OptionalLong;

/// What a child has used, together with those of its own children that it has waited for.
///
/// @param userTime processor time in the program
/// @param systemTime processor time in the kernel
/// @param maxResidentBytes the most RAM that it, or one of its children, ever had at a time; empty
///   if that is no more than this process had when it started the child: the kernel begins to count
///   with what was there before execve(2), and tells the greater of the two
/// @param minorFaults page faults without input or output
/// @param majorFaults page faults that had to read a page
/// @param blocksRead reads from disks, in units of 512 bytes
/// @param blocksWritten writes to disks, in units of 512 bytes
/// @param voluntarySwitches how often it gave up the processor to wait
/// @param involuntarySwitches how often the processor was taken from it
/// @see <a href="https://man7.org/linux/man-pages/man2/getrusage.2.html">getrusage(2)</a>
public record Usage(
    Duration userTime,
    Duration systemTime,
    OptionalLong maxResidentBytes,
    long minorFaults,
    long majorFaults,
    long blocksRead,
    long blocksWritten,
    long voluntarySwitches,
    long involuntarySwitches) {
  private static final int KIB = 1024;
  private static final int NANOS = 1000;

  /// Reads a copy of a `rusage`, which is made of longs only.
  ///
  /// @param before the peak of this process when the child had been started, in KiB
  static Usage of(long[] rusage, long before) {
    var peak = rusage[index("ru_maxrss")];
    return new Usage(
        time(rusage, "ru_utime"),
        time(rusage, "ru_stime"),
        peak > before ? OptionalLong.of(KIB * peak) : OptionalLong.empty(),
        rusage[index("ru_minflt")],
        rusage[index("ru_majflt")],
        rusage[index("ru_inblock")],
        rusage[index("ru_oublock")],
        rusage[index("ru_nvcsw")],
        rusage[index("ru_nivcsw")]);
  }

  /// {@return the most RAM that this process has had so far, in KiB}
  static long peakOfThisProcess() throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var usage = arena.allocate(SysResourceH.RUSAGE);
      SysResourceH.getrusage(SysResourceH.RUSAGE_SELF, usage);
      return usage.getAtIndex(ValueLayout.JAVA_LONG, index("ru_maxrss"));
    }
  }

  /// Copies a `rusage`, to be read when somebody asks.
  static long[] copy(MemorySegment rusage) {
    return rusage.toArray(ValueLayout.JAVA_LONG);
  }

  private static Duration time(long[] rusage, String timeval) {
    var seconds = index(timeval);
    return Duration.ofSeconds(rusage[seconds], NANOS * rusage[seconds + 1]);
  }

  private static int index(String member) {
    return (int) (SysResourceH.RUSAGE.byteOffset(PathElement.groupElement(member)) / Long.BYTES);
  }
}
