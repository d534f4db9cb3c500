package dev.rohrpost.bench;

import dev.rohrpost.Signal;
import dev.rohrpost.bench.Contestant.InJava;
import java.util.List;
import java.util.concurrent.Semaphore;

/// The one case that the JDK can do, too: it sends signals to nobody else.
final class SignalSelf implements Benchmark {

  @Override
  public String name() {
    return "signal-self";
  }

  @Override
  public String what() {
    return "SIGUSR1 sent to the own process and received";
  }

  @Override
  public Load load() {
    return new Load(2000, 1000, 100);
  }

  @Override
  public Target target() {
    return Target.times(1.2);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        _ ->
            new RoundTrip(
                SignalWire.between(
                    Signal.USR1,
                    ProcessHandle.current().pid(),
                    (self, _) -> self.send(Signal.USR1))));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(new InJava("sun.misc.Signal", _ -> raiseAndTake()));
  }

  private static Work raiseAndTake() {
    var signal = new sun.misc.Signal("USR1");
    var received = new Semaphore(0);
    sun.misc.Signal.handle(signal, _ -> received.release());
    return times -> {
      for (int i = 0; i < times; i++) {
        sun.misc.Signal.raise(signal);
        received.acquire();
      }
    };
  }
}
