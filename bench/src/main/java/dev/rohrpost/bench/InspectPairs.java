package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.Command;
import java.util.List;

/// What a user waits for who wants to see who has the other end, against the only program that
/// tells so, too.
final class InspectPairs implements Benchmark {
  @Override
  public String name() {
    return "inspect-pairs";
  }

  @Override
  public String what() {
    return "./rohrpost map --json among " + Inspect.CROWD + " processes, from start to end";
  }

  @Override
  public Load load() {
    return new Load(1, 3, 1);
  }

  @Override
  public int crowd() {
    return Inspect.CROWD;
  }

  @Override
  public Target target() {
    return Target.times(0.2);
  }

  @Override
  public Contestant baseline() {
    return new Command("lsof +E", List.of("lsof", "-n", "-P", "+E"));
  }

  @Override
  public Contestant ours() {
    return new Command("ours", List.of("./rohrpost", "map", "--json"));
  }
}
