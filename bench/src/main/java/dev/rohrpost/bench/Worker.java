package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// A JVM that is measured, or the partner of one.
final class Worker {

  private Worker() {}

  /// Runs one contestant: `BENCHMARK CONTESTANT measure WARM-UP BATCHES SIZE`, or `BENCHMARK
  /// CONTESTANT serve …`.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var benchmark = Catalogue.find(arguments[0]);
    var contestant = contestant(benchmark, arguments[1]);
    var rest = List.of(arguments).subList(3, arguments.length);
    switch (arguments[2]) {
      case "serve" -> contestant.serve().with(rest);
      case "measure" -> {
        var partner = new Partner(benchmark, contestant);
        try (var work = contestant.start().with(partner)) {
          System.out.println(Load.of(rest).measure(work).toJson());
        }
        partner.await();
      }
      default -> throw new IllegalArgumentException(Arrays.toString(arguments));
    }
  }

  private static InJava contestant(Benchmark benchmark, String name) {
    return benchmark.contestants().stream()
        .filter(c -> c.name().equals(name))
        .map(InJava.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
