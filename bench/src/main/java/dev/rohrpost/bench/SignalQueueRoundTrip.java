package dev.rohrpost.bench;

import dev.rohrpost.Signal;
import dev.rohrpost.bench.Contestant.Absent;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.bench.SignalWire.Sending;
import java.util.List;

/// Real-time signals: each carries a value, which comes back.
final class SignalQueueRoundTrip implements Benchmark {

  private static final Signal SIGNAL = Signal.RTMIN;
  private static final Sending QUEUE = (to, value) -> to.queue(SIGNAL, value);

  @Override
  public String name() {
    return "signal-queue-round-trip";
  }

  @Override
  public String what() {
    return "RTMIN with a value to another process with sigqueue, and its answer";
  }

  @Override
  public Load load() {
    return new Load(1000, 500, 100);
  }

  @Override
  public Target target() {
    return Target.times(1.2);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        partner -> new RoundTrip(SignalWire.to(partner, SIGNAL, QUEUE)),
        arguments -> SignalWire.echo(arguments, SIGNAL, QUEUE));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(new Absent("sun.misc.Signal", "knows no values"));
  }
}
