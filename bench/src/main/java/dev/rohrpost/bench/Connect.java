package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.Command;
import java.util.List;

/// What a user waits for: the whole command, JVM and all, on all processors.
final class Connect implements Benchmark {

  @Override
  public String name() {
    return "connect";
  }

  @Override
  public String what() {
    return "./rohrpost connect ls wc, from start to end";
  }

  @Override
  public Load load() {
    return new Load(1, 5, 1);
  }

  @Override
  public Target target() {
    return Target.more(150);
  }

  @Override
  public Contestant baseline() {
    return new Command("sh", List.of("sh", "-c", "ls | wc"));
  }

  @Override
  public Contestant ours() {
    return new Command("ours", List.of("./rohrpost", "connect", "ls", "wc"));
  }
}
