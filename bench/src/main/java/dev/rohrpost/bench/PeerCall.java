package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InC;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.dbus.BusAddress;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.Peer;
import dev.rohrpost.dbus.PeerServer;
import java.io.IOException;
import java.util.List;

/// A call of D-Bus without a bus between, against sd-bus on both sides.
final class PeerCall implements Benchmark {
  @Override
  public String name() {
    return "peer-call";
  }

  @Override
  public String what() {
    return "a string of 100 bytes to a peer and back, by D-Bus without a bus";
  }

  @Override
  public Load load() {
    return new Load(100, 400, 200).settlingFor(BusCalls.SETTLING);
  }

  @Override
  public int rounds() {
    return BusCalls.ROUNDS;
  }

  @Override
  public Target target() {
    return Target.times(1.15);
  }

  @Override
  public Contestant baseline() {
    return new InC("sd-bus", name());
  }

  @Override
  public Contestant ours() {
    return new InJava("ours", PeerCall::start, PeerCall::serve);
  }

  private static Work start(Partner partner) throws IOException, InterruptedException {
    var at = BusAddress.of(RpcKind.line(partner.startWithOurs().stdout().inputStream()));
    var peer = Peer.connect(at);
    var echo = Call.of(BusContent.PATH, BusContent.NAME, "Echo");
    return Work.of(BusContent.text(peer::call, echo), peer);
  }

  private static void serve(List<String> arguments) throws IOException, InterruptedException {
    var service = new BusService(() -> {});
    try (var server =
        PeerServer.builder(peer -> peer.serve(BusContent.PATH, service))
            .listen(BusAddress.of("unix:tmpdir=/tmp"))) {
      System.out.println(server.address());
      RpcKind.Meanwhile.nothing();
    }
  }
}
