package dev.rohrpost.bench;

import java.util.List;
import java.util.stream.Stream;

/// All benchmarks, in the order in which they run.
final class Catalogue {

  static final List<Benchmark> ALL =
      Stream.<List<Benchmark>>of(
              List.of(
                  new PipeRoundTrip(),
                  new PipeThroughput(),
                  new FifoRoundTrip(),
                  SocketRoundTrip.UNIX_STREAM,
                  SocketRoundTrip.UNIX_DATAGRAM,
                  SocketRoundTrip.UNIX_SEQPACKET,
                  SocketRoundTrip.TCP,
                  new UnixThroughput(),
                  new SystemVRoundTrip(),
                  new PosixQueueRoundTrip(),
                  new RingRoundTrip(),
                  new RingBlockingRoundTrip(),
                  new RingThroughput()),
              RpcEcho.ALL,
              RpcMixed.ALL,
              RpcManner.ALL,
              BusCalls.ALL,
              List.of(
                  new BusVirtual(),
                  new PeerCall(),
                  new BusIdle(),
                  new RpcInFlight(),
                  new RpcConnections(),
                  new RpcIdle(),
                  new RpcReaddirplus(),
                  new Spawn(),
                  new SignalRoundTrip(),
                  new SignalQueueRoundTrip(),
                  new SignalSelf(),
                  new SignalBurst(),
                  new HttpEcho(),
                  Relaying.PIPE_TO_UNIX,
                  Relaying.UNIX,
                  Relaying.TCP,
                  new Inspect(),
                  new InspectPairs(),
                  new InspectLook(),
                  new InspectDoctor(),
                  new Connect(),
                  new Help()))
          .flatMap(List::stream)
          .toList();

  static final List<String> NAMES = ALL.stream().map(Benchmark::name).toList();

  private Catalogue() {}

  static Benchmark find(String name) {
    return ALL.stream()
        .filter(benchmark -> benchmark.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
