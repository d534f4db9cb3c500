package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.memory.WaitStrategy;

/// The two sides sleep while they wait, on one processor.
final class RingBlockingRoundTrip implements Benchmark {

  @Override
  public String name() {
    return "ring-blocking-round-trip";
  }

  @Override
  public String what() {
    return "128 bytes there and back over two rings, between two processes that sleep on futexes";
  }

  @Override
  public Load load() {
    return new Load(2000, 1000, 100);
  }

  @Override
  public Target target() {
    return Target.times(1.20);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        partner -> new RoundTrip(RingWire.to(partner, WaitStrategy.SLEEP, RoundTrip.SIZE)),
        words ->
            RoundTrip.echo(RingWire.opened(words.getFirst(), WaitStrategy.SLEEP, RoundTrip.SIZE)));
  }
}
