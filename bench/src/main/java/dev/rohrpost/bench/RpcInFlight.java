package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.ServerLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many calls at the same time on one connection, against one after the other.
final class RpcInFlight implements Benchmark {
  private static final int NUMBER = 64;

  @Override
  public String name() {
    return "rpc-in-flight";
  }

  @Override
  public String what() {
    return "one of 64 calls at the same time on one connection, of a string of 100 bytes, over TCP";
  }

  @Override
  public Load load() {
    return new Load(40, 40, 20 * NUMBER);
  }

  @Override
  public Target target() {
    return Target.times(0.33);
  }

  @Override
  public List<Target> furtherTargets() {
    return List.of(Target.times(0.5, "oncrpc4j"));
  }

  @Override
  public Contestant baseline() {
    return new InJava(
        "one at a time",
        partner -> RpcEcho.ours(RpcKind.TCP, RpcContent.TEXT, partner),
        _ -> RpcKind.TCP.serve(new RpcContent.Echo(), ServerLimits.DEFAULT));
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        RpcInFlight::start,
        _ -> RpcKind.TCP.serve(new RpcContent.Echo(), ServerLimits.DEFAULT));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(
        new InJava(
            "oncrpc4j",
            partner -> Oncrpc4j.inFlight(NUMBER, partner),
            _ -> Oncrpc4j.serve(RpcKind.TCP)),
        new Contestant.Absent("Remote Tea", "it makes one call at a time"));
  }

  private static Work start(Partner partner) throws IOException, InterruptedException {
    var client = RpcClient.connect(RpcKind.TCP.meet(partner));
    var once = RpcContent.TEXT.call(client);
    var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
    return new Work() {
      @Override
      public void run(int times) throws IOException, InterruptedException {
        var all = new ArrayList<Future<?>>();
        for (var i = 0; i < NUMBER; i++) {
          all.add(
              threads.submit(() -> {
                for (var k = 0; k < times / NUMBER; k++) {
                  once.run();
                }
                return true;
              }));
        }
        try {
          for (var one : all) {
            one.get();
          }
        } catch (ExecutionException e) {
          throw new IOException(e);
        }
      }

      @Override
      public void close() {
        threads.close();
        client.close();
      }
    };
  }
}
