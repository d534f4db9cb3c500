package dev.rohrpost.bench;

import dev.rohrpost.Signal;
import dev.rohrpost.bench.Contestant.Absent;
import dev.rohrpost.bench.Contestant.InJava;
import java.io.IOException;
import java.util.List;

/// The kernel's queue of signals, filled and emptied. A burst has to fit below `RLIMIT_SIGPENDING`.
final class SignalBurst implements Benchmark {

  private static final Load LOAD = new Load(100, 100, 2000);

  @Override
  public String name() {
    return "signal-burst";
  }

  @Override
  public String what() {
    return "one of " + LOAD.size() + " RTMIN queued to the own process, then received in order";
  }

  @Override
  public Load load() {
    return LOAD;
  }

  @Override
  public Target target() {
    return Target.times(1.2);
  }

  @Override
  public Contestant ours() {
    return new InJava("ours", _ -> burst());
  }

  @Override
  public List<Contestant> peers() {
    return List.of(new Absent("sun.misc.Signal", "loses all but one of a burst"));
  }

  private static Work burst() throws IOException {
    var wire =
        SignalWire.between(
            Signal.RTMIN,
            ProcessHandle.current().pid(),
            (to, value) -> to.queue(Signal.RTMIN, value));
    return times -> {
      for (int i = 0; i < times; i++) {
        wire.outbox().queue(Signal.RTMIN, i);
      }
      for (int i = 0; i < times; i++) {
        wire.receive();
        if (wire.value() != i) {
          throw new IOException("lost or out of order");
        }
      }
    };
  }
}
