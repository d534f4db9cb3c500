package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import java.util.List;

/// The other process has the pipes as standard input and output.
final class PipeRoundTrip implements Benchmark {

  @Override
  public String name() {
    return "pipe-round-trip";
  }

  @Override
  public String what() {
    return "128 bytes there and back over two pipes, between two processes";
  }

  @Override
  public Load load() {
    return new Load(2000, 1000, 100);
  }

  @Override
  public Target target() {
    return Target.times(1.10);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        partner -> new RoundTrip(FdWire.to(partner, RoundTrip.SIZE)),
        _ -> RoundTrip.echo(FdWire.standard(RoundTrip.SIZE)));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(
        new InJava(
            "NIO",
            partner -> new RoundTrip(NioWire.to(partner.start(), RoundTrip.SIZE)),
            _ -> RoundTrip.echo(NioWire.standard(RoundTrip.SIZE))),
        new InJava(
            "Process streams",
            partner -> new RoundTrip(StreamWire.to(partner.start(), RoundTrip.SIZE)),
            _ -> RoundTrip.echo(StreamWire.standard(RoundTrip.SIZE))));
  }
}
