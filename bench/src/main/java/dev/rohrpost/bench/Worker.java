package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.ClientInC;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.bench.Contestant.Serve;
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
      case "serve" -> serve(contestant).with(rest);
      case "measure" -> {
        var partner = new Partner(benchmark, contestant);
        try (var work = ((InJava) contestant).start().with(partner)) {
          System.out.println(work.measure(Load.of(rest)).toJson());
        }
        partner.await();
      }
      default -> throw new IllegalArgumentException(Arrays.toString(arguments));
    }
  }

  private static Serve serve(Contestant contestant) {
    return switch (contestant) {
      case InJava java -> java.serve();
      case ClientInC client -> client.serve();
      default -> throw new IllegalArgumentException(contestant.name());
    };
  }

  private static Contestant contestant(Benchmark benchmark, String name) {
    return benchmark.contestants().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
