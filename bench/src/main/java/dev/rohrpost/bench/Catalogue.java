package dev.rohrpost.bench;

import java.util.List;

/// All benchmarks, in the order in which they run.
final class Catalogue {

  static final List<Benchmark> ALL =
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
          new RingThroughput(),
          new Spawn(),
          new SignalRoundTrip(),
          new SignalQueueRoundTrip(),
          new SignalSelf(),
          new SignalBurst(),
          new HttpEcho(),
          new Relaying(),
          new Inspect(),
          new InspectPairs(),
          new InspectLook(),
          new InspectDoctor(),
          new Connect(),
          new Help());

  static final List<String> NAMES = ALL.stream().map(Benchmark::name).toList();

  private Catalogue() {}

  static Benchmark find(String name) {
    return ALL.stream()
        .filter(benchmark -> benchmark.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
