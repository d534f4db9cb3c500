package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InC;
import dev.rohrpost.bench.Contestant.InJava;
import java.io.IOException;
import java.util.List;

/// A service on a message bus, against sd-bus on both sides.
///
/// @param name as the C program is called
/// @param content what goes there and back
/// @param target what ours has to keep to
record BusCalls(String name, BusContent content, Target target) implements Benchmark {
  static final List<Benchmark> ALL =
      List.of(
          new BusCalls("bus-call", BusContent.TEXT, Target.times(1.00)),
          new BusCalls("bus-large", BusContent.LARGE, Target.times(1.05)),
          new BusCalls("bus-dict", BusContent.DICT, Target.times(0.80)),
          new BusCalls("bus-signal", BusContent.SIGNALS, Target.times(1.10)));

  /// Enough for the compilers of the client and of the service, on one processor with the bus.
  static final int SETTLING = 25;

  static final int ROUNDS = 5;

  @Override
  public String what() {
    return content.words();
  }

  @Override
  public Load load() {
    return content.load().settlingFor(SETTLING);
  }

  @Override
  public int rounds() {
    return ROUNDS;
  }

  @Override
  public Contestant baseline() {
    return new InC("sd-bus", name);
  }

  @Override
  public Contestant ours() {
    return new InJava("ours", partner -> start(content, partner), BusService::serve);
  }

  static Work start(BusContent content, Partner partner) throws IOException, InterruptedException {
    var daemon = BusDaemon.start();
    var isStarted = false;
    try {
      var _ = RpcKind.line(partner.startWithOurs(daemon.address()).stdout().inputStream());
      var work = content.work(BusDaemon.connect(daemon.address()), daemon);
      isStarted = true;
      return work;
    } finally {
      if (!isStarted) {
        daemon.close();
      }
    }
  }

  @Override
  public List<Contestant> peers() {
    return List.of(
        new InJava("dbus-java", partner -> DbusJava.start(content, partner), DbusJava::serve));
  }
}
