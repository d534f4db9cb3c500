package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InC;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.dbus.Bus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How much memory an idle connection to a message bus takes in the client, against sd-bus.
final class BusIdle implements Benchmark {
  private static final int NUMBER = 1000;

  /// How many connections there are before: the first ones load classes.
  private static final int BEFORE = NUMBER / 10;

  @Override
  public String name() {
    return "bus-idle";
  }

  @Override
  public String what() {
    return "memory that an idle connection to a message bus takes in its client";
  }

  @Override
  public Load load() {
    return new Load(0, 1, NUMBER);
  }

  @Override
  public Unit unit() {
    return Unit.BYTES;
  }

  @Override
  public List<String> flags() {
    return Footprint.FLAGS;
  }

  @Override
  public Target target() {
    return Target.kibibytes(40);
  }

  @Override
  public Contestant baseline() {
    return new InC("sd-bus", name());
  }

  @Override
  public Contestant ours() {
    return new InJava("ours", _ -> new Measuring(BusDaemon.start()));
  }

  private record Measuring(BusDaemon daemon, List<Bus> buses) implements Work {
    Measuring(BusDaemon daemon) {
      this(daemon, new ArrayList<>());
    }

    @Override
    public Measurement measure(Load load) throws IOException, InterruptedException {
      connect(BEFORE);
      var before = Footprint.now();
      connect(load.size());
      return new Measurement((double) (Footprint.now() - before) / load.size(), Double.NaN);
    }

    private void connect(int times) throws IOException, InterruptedException {
      for (var i = 0; i < times; i++) {
        buses.add(BusDaemon.connect(daemon.address()));
      }
    }

    @Override
    public void run(int times) {
      throw new UnsupportedOperationException("it takes no time");
    }

    @Override
    public void close() {
      buses.forEach(Bus::close);
      daemon.close();
    }
  }
}
