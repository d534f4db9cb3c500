package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.Mover;
import java.util.List;

/// The command that joins two endpoints, against the one that everybody has. Both have a buffer as
/// large as what a pipe holds; socat has one of 8 KiB if it is not told.
///
/// Whoever empties the second endpoint compares each byte with what went into the first.
///
/// @param ends the two endpoints
record Relaying(String name, String what, Load load, int rounds, Contestant.Ends ends)
    implements Benchmark {
  private static final String UNIX_NAME = "unix:@rohrpost-bench-" + ProcessHandle.current().pid();
  private static final String LOOPBACK = "tcp://127.0.0.1:";

  /// 10 GiB, and those of the warm-up.
  private static final Load LONG = new Load(1, 10, 1024);

  /// 256 MiB.
  private static final Load SHORT = new Load(1, 7, 32);

  static final Relaying PIPE_TO_UNIX =
      new Relaying(
          "relay",
          "a MiB moved from a pipe to a UNIX socket",
          new Load(10, 20, 100),
          9,
          () -> List.of("-", UNIX_NAME));

  static final Relaying UNIX =
      new Relaying(
          "relay-unix",
          "a MiB of 10 GiB moved from one UNIX socket to another",
          LONG,
          3,
          () -> List.of(UNIX_NAME + "-from", UNIX_NAME + "-to"));

  static final Relaying TCP =
      new Relaying(
          "relay-tcp",
          "a MiB of 10 GiB moved from one TCP connection to another",
          LONG,
          3,
          () -> List.of(LOOPBACK + HttpEcho.freePort(), LOOPBACK + HttpEcho.freePort()));

  @Override
  public Benchmark quick() {
    return load.equals(LONG)
        ? new Relaying(name, what.replace("10 GiB", "256 MiB"), SHORT, rounds, ends)
        : this;
  }

  /// 0.9 of socat's speed.
  @Override
  public Target target() {
    return Target.times(1 / 0.9);
  }

  @Override
  public Contestant baseline() {
    return new Mover(
        "socat 64K", ends, (from, to) -> List.of("socat", "-b", "65536", socat(from), socat(to)));
  }

  @Override
  public Contestant ours() {
    return new Mover("ours", ends, (from, to) -> List.of("./rohrpost", "relay", from, to));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(
        new Mover("socat", ends, (from, to) -> List.of("socat", socat(from), socat(to))));
  }

  /// As socat writes an endpoint.
  private static String socat(String endpoint) {
    return endpoint.replace("unix:@", "ABSTRACT-CONNECT:").replace("tcp://", "TCP:");
  }
}
