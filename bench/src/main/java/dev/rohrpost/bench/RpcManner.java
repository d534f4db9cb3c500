package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.rpc.RpcCaller;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.ServerLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A string to a remote procedure and back as some programs call, against the plainest way.
///
/// @param name on the command line
/// @param manner how it is called
/// @param target what that may cost
record RpcManner(String name, Manner manner, Target target) implements Benchmark {
  static final List<Benchmark> ALL =
      List.of(
          new RpcManner("rpc-deadline", Manner.WITH_A_DEADLINE, Target.times(1.05)),
          new RpcManner("rpc-virtual", Manner.ON_A_VIRTUAL_THREAD, Target.times(1.10)));

  enum Manner {
    WITH_A_DEADLINE("with a deadline", "without one"),
    ON_A_VIRTUAL_THREAD("on a virtual thread", "platform thread");

    private final String words;
    private final String opposite;

    Manner(String words, String opposite) {
      this.words = words;
      this.opposite = opposite;
    }

    private RpcCaller caller(RpcClient client) {
      return switch (this) {
        case WITH_A_DEADLINE -> client.deadlineAfter(Duration.ofSeconds(20));
        case ON_A_VIRTUAL_THREAD -> client;
      };
    }

    private Work work(Work work) {
      return switch (this) {
        case WITH_A_DEADLINE -> work;
        case ON_A_VIRTUAL_THREAD -> new OnVirtualThread(work);
      };
    }
  }

  @Override
  public String what() {
    return "a string of 100 bytes to a remote procedure and back, over TCP, " + manner.words;
  }

  @Override
  public Load load() {
    return new Load(400, 400, 200).settlingFor(RpcEcho.SETTLING);
  }

  @Override
  public Contestant baseline() {
    return new InJava(
        manner.opposite,
        partner -> RpcEcho.ours(RpcKind.TCP, RpcContent.TEXT, partner),
        _ -> serve());
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        partner -> {
          var client = RpcClient.connect(RpcKind.TCP.meet(partner));
          return manner.work(Work.of(RpcContent.TEXT.call(manner.caller(client)), client));
        },
        _ -> serve());
  }

  private static void serve() throws IOException, InterruptedException {
    RpcKind.TCP.serve(new RpcContent.Echo(), ServerLimits.DEFAULT);
  }
}
