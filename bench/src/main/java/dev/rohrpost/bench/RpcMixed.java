package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.ClientInC;
import dev.rohrpost.bench.Contestant.InC;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.ServerLimits;
import java.util.List;

/// A string to a remote procedure and back, where one side is ours and the other libtirpc's,
/// against libtirpc on both.
///
/// @param name on the command line
/// @param kind over which transport
/// @param side what is ours
record RpcMixed(String name, RpcKind kind, Side side) implements Benchmark {
  static final List<Benchmark> ALL =
      List.of(
          new RpcMixed("rpc-tcp-client", RpcKind.TCP, Side.CLIENT),
          new RpcMixed("rpc-udp-client", RpcKind.UDP, Side.CLIENT),
          new RpcMixed("rpc-unix-client", RpcKind.UNIX, Side.CLIENT),
          new RpcMixed("rpc-tcp-server", RpcKind.TCP, Side.SERVER),
          new RpcMixed("rpc-udp-server", RpcKind.UDP, Side.SERVER),
          new RpcMixed("rpc-unix-server", RpcKind.UNIX, Side.SERVER));

  enum Side {
    CLIENT("from our client to a server of libtirpc"),
    SERVER("from a client of libtirpc to our server");

    private final String words;

    Side(String words) {
      this.words = words;
    }
  }

  @Override
  public String what() {
    return "a string of 100 bytes " + side.words + " and back, over " + kind.words();
  }

  @Override
  public Load load() {
    return new Load(400, 400, 200);
  }

  @Override
  public Target target() {
    return Target.times(1.00);
  }

  @Override
  public Contestant baseline() {
    return new InC(kind.libtirpc());
  }

  @Override
  public Contestant ours() {
    return switch (side) {
      case CLIENT ->
          new InJava(
              "our client",
              partner -> {
                var client = RpcClient.connect(kind.meetLibtirpc(partner));
                return Work.of(RpcContent.TEXT.call(client), client);
              });
      case SERVER ->
          new ClientInC(
              "our server",
              kind.libtirpc(),
              _ -> kind.serve(new RpcContent.Echo(), ServerLimits.DEFAULT));
    };
  }
}
