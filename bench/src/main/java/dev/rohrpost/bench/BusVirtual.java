package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InC;
import dev.rohrpost.bench.Contestant.InJava;

/// A call over a message bus from a virtual thread, against sd-bus.
final class BusVirtual implements Benchmark {
  @Override
  public String name() {
    return "bus-virtual";
  }

  @Override
  public String what() {
    return BusContent.TEXT.words() + ", from a virtual thread";
  }

  @Override
  public Load load() {
    return BusContent.TEXT.load().settlingFor(BusCalls.SETTLING);
  }

  @Override
  public int rounds() {
    return BusCalls.ROUNDS;
  }

  @Override
  public Target target() {
    return Target.times(1.25);
  }

  @Override
  public Contestant baseline() {
    return new InC("sd-bus", "bus-call");
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        partner -> new OnVirtualThread(BusCalls.start(BusContent.TEXT, partner)),
        BusService::serve);
  }
}
