package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.memory.WaitStrategy;
import java.util.List;

/// Messages of 128 bytes in one direction; the two sides spin, each on a processor of its own.
final class RingThroughput implements Benchmark {

  @Override
  public String name() {
    return "ring-throughput";
  }

  @Override
  public String what() {
    return "128 bytes into a ring that another process empties";
  }

  @Override
  public int processors() {
    return 2;
  }

  @Override
  public Load load() {
    return new Load(2000, 2000, 1000);
  }

  @Override
  public Target target() {
    return Target.times(4.00);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        partner -> new Throughput(RingWire.to(partner, WaitStrategy.SPIN, RoundTrip.SIZE)),
        words ->
            Throughput.drain(RingWire.opened(words.getFirst(), WaitStrategy.SPIN, RoundTrip.SIZE)));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(
        new InJava(
            "Aeron IPC",
            partner -> new Throughput(AeronWire.to(partner, RoundTrip.SIZE)),
            words -> Throughput.drain(AeronWire.opened(words.getFirst(), RoundTrip.SIZE))));
  }
}
