package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import java.util.List;

/// The other process has the pipe as standard input.
final class PipeThroughput implements Benchmark {

  @Override
  public String name() {
    return "pipe-throughput";
  }

  @Override
  public String what() {
    return "64 KiB written into a pipe that another process empties";
  }

  @Override
  public Load load() {
    return new Load(200, 200, 100);
  }

  @Override
  public Target target() {
    return Target.times(1 / 0.95);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        partner -> new Throughput(FdWire.to(partner, Throughput.SIZE)),
        _ -> Throughput.drain(FdWire.standard(Throughput.SIZE)));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(
        new InJava(
            "NIO",
            partner -> new Throughput(NioWire.to(partner.start(), Throughput.SIZE)),
            _ -> Throughput.drain(NioWire.standard(Throughput.SIZE))),
        new InJava(
            "Process streams",
            partner -> new Throughput(StreamWire.to(partner.start(), Throughput.SIZE)),
            _ -> Throughput.drain(StreamWire.standard(Throughput.SIZE))));
  }
}
