package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.Mover;
import java.util.List;

/// The command that joins two endpoints, against the one that everybody has. Both have a buffer as
/// large as what a pipe holds; socat has one of 8 KiB if it is not told.
final class Relaying implements Benchmark {
  @Override
  public String name() {
    return "relay";
  }

  @Override
  public String what() {
    return "a MiB moved from a pipe to a UNIX socket";
  }

  @Override
  public Load load() {
    return new Load(10, 20, 100);
  }

  /// 0.9 of socat's speed.
  @Override
  public Target target() {
    return Target.times(1 / 0.9);
  }

  @Override
  public Contestant baseline() {
    return new Mover("socat 64K", to -> List.of("socat", "-b", "65536", "-", connecting(to)));
  }

  @Override
  public Contestant ours() {
    return new Mover("ours", to -> List.of("./rohrpost", "relay", "-", "unix:@" + to));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(new Mover("socat", to -> List.of("socat", "-", connecting(to))));
  }

  private static String connecting(String name) {
    return "ABSTRACT-CONNECT:" + name;
  }
}
