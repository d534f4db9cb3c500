package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.Absent;
import dev.rohrpost.bench.Contestant.InJava;
import java.util.List;

/// A round trip over one kind of socket. The other process is told the address.
///
/// @param name as the C program is called
/// @param what in words
/// @param kind of socket
record SocketRoundTrip(String name, String what, SocketKind kind) implements Benchmark {

  static final SocketRoundTrip UNIX_STREAM =
      new SocketRoundTrip("unix-stream-round-trip", "UNIX stream sockets", SocketKind.UNIX_STREAM);
  static final SocketRoundTrip UNIX_DATAGRAM =
      new SocketRoundTrip("unix-datagram-round-trip", "UNIX datagrams", SocketKind.UNIX_DATAGRAM);
  static final SocketRoundTrip UNIX_SEQPACKET =
      new SocketRoundTrip(
          "unix-seqpacket-round-trip", "UNIX sequenced packets", SocketKind.UNIX_SEQPACKET);
  static final SocketRoundTrip TCP =
      new SocketRoundTrip("tcp-round-trip", "TCP on the loopback", SocketKind.TCP);

  @Override
  public String what() {
    return "128 bytes there and back over " + what + ", between two processes";
  }

  @Override
  public Load load() {
    return new Load(2000, 1000, 100);
  }

  @Override
  public Target target() {
    return Target.times(1.10);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        partner -> new RoundTrip(kind.meet(partner, RoundTrip.SIZE)),
        address -> RoundTrip.echo(kind.call(address.getFirst(), RoundTrip.SIZE)));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(nio(), junixsocket());
  }

  private Contestant nio() {
    return switch (kind) {
      case UNIX_DATAGRAM, UNIX_SEQPACKET -> new Absent("NIO", "it has stream sockets only");
      case UNIX_STREAM, TCP ->
          new InJava(
              "NIO",
              partner -> new RoundTrip(NioSockets.meet(kind, partner, RoundTrip.SIZE)),
              address -> RoundTrip.echo(NioSockets.call(kind, address.getFirst(), RoundTrip.SIZE)));
    };
  }

  private Contestant junixsocket() {
    return switch (kind) {
      case TCP -> new Absent("junixsocket", "it leaves TCP to the JDK");
      case UNIX_SEQPACKET -> new Absent("junixsocket", "its channels are streams and datagrams");
      case UNIX_STREAM, UNIX_DATAGRAM ->
          new InJava(
              "junixsocket",
              partner -> new RoundTrip(JunixSockets.meet(kind, partner, RoundTrip.SIZE)),
              address ->
                  RoundTrip.echo(JunixSockets.call(kind, address.getFirst(), RoundTrip.SIZE)));
    };
  }
}
