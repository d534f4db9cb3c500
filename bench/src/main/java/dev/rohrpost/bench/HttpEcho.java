package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.Server;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;

/// Servers that show a request, asked by 64 clients of wrk at once, on all processors.
final class HttpEcho implements Benchmark {
  @Override
  public String name() {
    return "http-echo";
  }

  @Override
  public String what() {
    return "an HTTP request and its answer, with 64 connections";
  }

  @Override
  public Load load() {
    return new Load(0, 1, 1); // wrk has its own
  }

  @Override
  public Target target() {
    return Target.times(1);
  }

  @Override
  public Contestant baseline() {
    return new Server("C", port -> List.of(Baseline.program("http-echo").toString(), port));
  }

  @Override
  public Contestant ours() {
    return new Server(
        "ours", port -> List.of("./rohrpost", "http-echo", "--listen", "tcp://127.0.0.1:" + port));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(new Server("jdk.httpserver", JdkHttpEcho::line));
  }

  /// Returns a port that nobody uses at the moment.
  static String freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}
