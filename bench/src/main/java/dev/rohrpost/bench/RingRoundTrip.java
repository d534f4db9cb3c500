package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.memory.WaitStrategy;
import java.util.List;

/// The two sides spin, each on a processor of its own.
final class RingRoundTrip implements Benchmark {

  @Override
  public String name() {
    return "ring-round-trip";
  }

  @Override
  public String what() {
    return "128 bytes there and back over two rings, between two processes that spin";
  }

  @Override
  public int processors() {
    return 2;
  }

  @Override
  public Load load() {
    return new Load(3000, 2000, 100);
  }

  @Override
  public Target target() {
    return Target.times(1.05);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        partner -> new RoundTrip(RingWire.to(partner, WaitStrategy.SPIN, RoundTrip.SIZE)),
        words ->
            RoundTrip.echo(RingWire.opened(words.getFirst(), WaitStrategy.SPIN, RoundTrip.SIZE)));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(
        new InJava(
            "Aeron IPC",
            partner -> new RoundTrip(AeronWire.to(partner, RoundTrip.SIZE)),
            words -> RoundTrip.echo(AeronWire.opened(words.getFirst(), RoundTrip.SIZE))));
  }
}
