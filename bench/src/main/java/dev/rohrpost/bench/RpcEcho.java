package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.Absent;
import dev.rohrpost.bench.Contestant.InC;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.ServerLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A remote procedure that answers what it is given.
///
/// @param name as the C program is called
/// @param kind over which transport
/// @param content what it is given
/// @param target what ours has to keep to
record RpcEcho(String name, RpcKind kind, RpcContent content, Target target) implements Benchmark {
  /// Enough for the compilers of the client and of the server.
  static final int SETTLING = 10;

  private static final String BARE = "bare sockets";

  static final List<Benchmark> ALL =
      List.of(
          new RpcEcho("rpc-tcp-null", RpcKind.TCP, RpcContent.NOTHING, Target.times(1.00)),
          new RpcEcho("rpc-udp-null", RpcKind.UDP, RpcContent.NOTHING, Target.times(1.00)),
          new RpcEcho("rpc-unix-null", RpcKind.UNIX, RpcContent.NOTHING, Target.times(1.00)),
          new RpcEcho("rpc-tcp-echo", RpcKind.TCP, RpcContent.TEXT, Target.times(1.00)),
          new RpcEcho("rpc-udp-echo", RpcKind.UDP, RpcContent.TEXT, Target.times(1.00)),
          new RpcEcho("rpc-unix-echo", RpcKind.UNIX, RpcContent.TEXT, Target.times(1.00)),
          new RpcEcho("rpc-tcp-large", RpcKind.TCP, RpcContent.LARGE, Target.times(0.83)),
          new RpcEcho("rpc-unix-large", RpcKind.UNIX, RpcContent.LARGE, Target.times(0.83)));

  @Override
  public String what() {
    return content.words() + ", over " + kind.words();
  }

  @Override
  public List<Target> furtherTargets() {
    return content == RpcContent.LARGE ? List.of() : List.of(Target.times(1.35, BARE));
  }

  @Override
  public Load load() {
    return content == RpcContent.LARGE
        ? new Load(100, 100, 4)
        : new Load(400, 400, 200).settlingFor(SETTLING);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        partner -> ours(kind, content, partner),
        _ -> kind.serve(new RpcContent.Echo(), ServerLimits.DEFAULT));
  }

  static Work ours(RpcKind kind, RpcContent content, Partner partner)
      throws IOException, InterruptedException {
    var client = RpcClient.connect(kind.meet(partner));
    return Work.of(content.call(client), client);
  }

  @Override
  public List<Contestant> peers() {
    var all = new ArrayList<Contestant>();
    if (content != RpcContent.LARGE) {
      all.add(new InC(BARE, kind.bare(content)));
    }
    if (kind == RpcKind.UNIX) {
      all.add(new Absent("oncrpc4j", "it has no UNIX sockets"));
      all.add(new Absent("Remote Tea", "it has no UNIX sockets"));
    } else {
      all.add(
          new InJava(
              "oncrpc4j",
              partner -> Oncrpc4j.start(kind, content, partner),
              _ -> Oncrpc4j.serve(kind)));
      all.add(
          new InJava(
              "Remote Tea",
              partner -> RemoteTea.start(kind, content, partner),
              _ -> RemoteTea.serve(kind)));
    }
    return all;
  }
}
