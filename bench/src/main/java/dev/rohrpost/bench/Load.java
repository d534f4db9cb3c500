package dev.rohrpost.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// How much work is done in a round.
///
/// @param warmUp batches that are not measured; a JVM compiles the work meanwhile
/// @param batches batches that are measured
/// @param size operations in a batch
/// @param settling for how many seconds a JVM warms up at least: where one processor serves a
///   client, a bus and a service, the compilers of two JVMs work beside them for that long
record Load(int warmUp, int batches, int size, int settling) {
  Load(int warmUp, int batches, int size) {
    this(warmUp, batches, size, 0);
  }

  Load settlingFor(int seconds) {
    return new Load(warmUp, batches, size, seconds);
  }

  /// Reads the arguments that [#argumentsOfJvm()] has written.
  static Load of(List<String> arguments) {
    return new Load(
        Integer.parseInt(arguments.get(0)),
        Integer.parseInt(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Integer.parseInt(arguments.get(3)));
  }

  /// Returns the arguments of a JVM that measures itself.
  List<String> argumentsOfJvm() {
    return Stream.concat(arguments().stream(), Stream.of(Integer.toString(settling))).toList();
  }

  /// Returns the arguments of a program in C that measures itself.
  List<String> arguments() {
    return List.of(Integer.toString(warmUp), Integer.toString(batches), Integer.toString(size));
  }

  /// Measures work as `measure` of bench.h does: what counts is the median batch, so one in which
  /// something else got the processor does not. Bytes are counted in all batches.
  Measurement measure(Work work) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    for (int i = 0; i < warmUp || !hasSettled(begin); i++) {
      work.run(size);
    }
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var times = new ArrayList<Double>(batches);
    long bytes = 0;
    for (int i = 0; i < batches; i++) {
      long bytesBefore = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      work.run(size);
      long time = System.nanoTime() - start;
      bytes += threads.getCurrentThreadAllocatedBytes() - bytesBefore;
      times.add((double) time / size);
    }
    return new Measurement(new Samples(times).median(), (double) bytes / batches / size);
  }

  private boolean hasSettled(long begin) {
    return System.nanoTime() - begin >= TimeUnit.SECONDS.toNanos(settling);
  }
}
