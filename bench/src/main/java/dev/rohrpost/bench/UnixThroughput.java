package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import java.util.List;

/// The other process is told the name of the socket.
final class UnixThroughput implements Benchmark {

  private static final SocketKind KIND = SocketKind.UNIX_STREAM;

  @Override
  public String name() {
    return "unix-throughput";
  }

  @Override
  public String what() {
    return "64 KiB written into a UNIX socket that another process empties";
  }

  @Override
  public Load load() {
    return new Load(200, 200, 100);
  }

  @Override
  public Target target() {
    return Target.times(1 / 0.95);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        partner -> new Throughput(KIND.meet(partner, Throughput.SIZE)),
        address -> Throughput.drain(KIND.call(address.getFirst(), Throughput.SIZE)));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(
        new InJava(
            "NIO",
            partner -> new Throughput(NioSockets.meet(KIND, partner, Throughput.SIZE)),
            address ->
                Throughput.drain(NioSockets.call(KIND, address.getFirst(), Throughput.SIZE))),
        new InJava(
            "junixsocket",
            partner -> new Throughput(JunixSockets.meet(KIND, partner, Throughput.SIZE)),
            address ->
                Throughput.drain(JunixSockets.call(KIND, address.getFirst(), Throughput.SIZE))));
  }
}
