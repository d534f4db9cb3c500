package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InC;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.ServerLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Many connections that are used in turn, against a single one.
final class RpcConnections implements Benchmark {
  private static final int NUMBER = 1000;

  /// As many connections as are measured, and some.
  static final ServerLimits MANY = ServerLimits.DEFAULT.withConnections(2 * NUMBER);

  @Override
  public String name() {
    return "rpc-connections";
  }

  @Override
  public String what() {
    return "a call of a string of 100 bytes on each of 1,000 connections in turn, over TCP";
  }

  @Override
  public Load load() {
    return new Load(30, 30, NUMBER);
  }

  @Override
  public Target target() {
    return Target.times(1.25);
  }

  @Override
  public Contestant baseline() {
    return new InJava(
        "one connection",
        partner -> RpcEcho.ours(RpcKind.TCP, RpcContent.TEXT, partner),
        _ -> serve());
  }

  @Override
  public Contestant ours() {
    return new InJava("ours", RpcConnections::start, _ -> serve());
  }

  @Override
  public List<Contestant> peers() {
    return List.of(
        new InC("libtirpc", name()),
        new InJava(
            "oncrpc4j",
            partner -> Oncrpc4j.overMany(NUMBER, partner),
            _ -> Oncrpc4j.serve(RpcKind.TCP)),
        new InJava(
            "Remote Tea",
            partner -> RemoteTea.overMany(NUMBER, partner),
            _ -> RemoteTea.serve(RpcKind.TCP)));
  }

  private static void serve() throws IOException, InterruptedException {
    RpcKind.TCP.serve(new RpcContent.Echo(), MANY);
  }

  private static Work start(Partner partner) throws IOException, InterruptedException {
    var at = RpcKind.TCP.meet(partner);
    var clients = new ArrayList<RpcClient>();
    var calls = new ArrayList<Work.Once>();
    for (var i = 0; i < NUMBER; i++) {
      clients.add(RpcClient.connect(at));
      calls.add(RpcContent.TEXT.call(clients.getLast()));
    }
    return Work.inTurn(calls, () -> clients.forEach(RpcClient::close));
  }
}
