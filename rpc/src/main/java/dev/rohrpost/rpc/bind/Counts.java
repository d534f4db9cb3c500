package dev.rohrpost.rpc.bind;

import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.bind.protocol.Stat;
import dev.rohrpost.xdr.Ints;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/// How often the procedures of each version were called. What was registered is counted together,
/// of whichever version it was.
final class Counts {
  private static final int VERSIONS = 3;
  private static final int FIRST = 2;
  private static final int PROCEDURES = 13;

  private final AtomicIntegerArray calls = new AtomicIntegerArray(VERSIONS * PROCEDURES);
  private final AtomicInteger set = new AtomicInteger();
  private final AtomicInteger unset = new AtomicInteger();

  void called(Program version, int procedure) {
    if (procedure >= 0 && procedure < PROCEDURES) {
      calls.incrementAndGet(index((int) version.version(), procedure));
    }
  }

  private static int index(int version, int procedure) {
    return (version - FIRST) * PROCEDURES + procedure;
  }

  /// Counts what was registered, and answers whether it was.
  boolean set(boolean done) {
    return counted(set, done);
  }

  /// Counts what was taken out, and answers whether it was.
  boolean unset(boolean done) {
    return counted(unset, done);
  }

  private static boolean counted(AtomicInteger count, boolean done) {
    if (done) {
      count.incrementAndGet();
    }
    return done;
  }

  List<Stat> all() {
    return IntStream.range(FIRST, FIRST + VERSIONS).mapToObj(this::of).toList();
  }

  private Stat of(int version) {
    var each = IntStream.range(0, PROCEDURES).map(it -> calls.get(index(version, it))).toArray();
    return new Stat(Ints.of(each), set.get(), unset.get(), List.of(), List.of());
  }
}
