package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.inspect.Inspector;

/// A picture of the machine in a warm JVM, against the bare system calls for it.
final class InspectLook implements Benchmark {
  @Override
  public String name() {
    return "inspect-look";
  }

  @Override
  public String what() {
    return "one look at " + Inspect.CROWD + " processes, on one processor";
  }

  @Override
  public Load load() {
    return new Load(20, 5, 1);
  }

  @Override
  public int crowd() {
    return Inspect.CROWD;
  }

  @Override
  public Target target() {
    return Target.times(1);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        _ ->
            times -> {
              for (int i = 0; i < times; i++) {
                if (Inspector.look().processes().isEmpty()) {
                  throw new IllegalStateException("not even this process");
                }
              }
            });
  }
}
