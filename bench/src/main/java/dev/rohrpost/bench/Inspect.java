package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.Command;
import java.util.List;

/// What a user waits for who wants to see everything, against what there was before.
final class Inspect implements Benchmark {
  static final int CROWD = 2_000;

  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public String what() {
    return "./rohrpost map --json among " + CROWD + " processes, from start to end";
  }

  @Override
  public Load load() {
    return new Load(1, 3, 1);
  }

  @Override
  public int crowd() {
    return CROWD;
  }

  @Override
  public Target target() {
    return Target.times(0.2);
  }

  @Override
  public Contestant baseline() {
    return new Command("lsof", List.of("lsof", "-n", "-P"));
  }

  @Override
  public Contestant ours() {
    return new Command("ours", List.of("./rohrpost", "map", "--json"));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(new Command("lsfd", List.of("lsfd")));
  }
}
