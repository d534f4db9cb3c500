package dev.rohrpost.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `bench/run [--quick] [NAME…]`: measures, prints a table for each benchmark, writes it as JSON.
final class Main {

  private static final int ROUNDS_QUICK = 3;

  private static final int USAGE = 64;

  private Main() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var names = new ArrayList<>(List.of(arguments));
    var quick = names.remove("--quick");
    if (!Catalogue.NAMES.containsAll(names)) {
      System.err.println("usage: bench/run [--quick] [NAME…], NAME one of " + Catalogue.NAMES);
      System.exit(USAGE);
    }
    var chosen = names.isEmpty() ? Catalogue.ALL : names.stream().map(Catalogue::find).toList();
    var machine = Machine.current();
    System.out.println(machine);
    for (var each : chosen) {
      var benchmark = quick ? each.quick() : each;
      int rounds = quick ? ROUNDS_QUICK : benchmark.rounds();
      var result =
          new Race(benchmark, machine.lastProcessor(), machine.firstProcessor()).run(rounds);
      System.out.println(Table.of(result));
      Report.write(result, machine);
    }
  }
}
