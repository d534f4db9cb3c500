package dev.rohrpost.bench;

import dev.rohrpost.Signal;
import dev.rohrpost.bench.Contestant.Absent;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.bench.SignalWire.Sending;
import java.util.List;

/// Ordinary signals: each is answered before the next one is sent, so none coalesce.
final class SignalRoundTrip implements Benchmark {

  private static final Signal SIGNAL = Signal.USR1;
  private static final Sending KILL = (to, _) -> to.send(SIGNAL);

  @Override
  public String name() {
    return "signal-round-trip";
  }

  @Override
  public String what() {
    return "SIGUSR1 to another process with kill, and its answer";
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
        partner -> new RoundTrip(SignalWire.to(partner, SIGNAL, KILL)),
        arguments -> SignalWire.echo(arguments, SIGNAL, KILL));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(new Absent("sun.misc.Signal", "sends to its own process only"));
  }
}
