package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.Absent;
import dev.rohrpost.bench.Contestant.ClientInC;
import dev.rohrpost.bench.Contestant.Command;
import dev.rohrpost.bench.Contestant.InC;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.bench.Contestant.Mover;
import dev.rohrpost.bench.Contestant.Server;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Lets the contestants of one benchmark run in turn, round after round, so that whatever the
/// machine does meanwhile happens to all of them.
///
/// @param processor the only one that they may use, or that the measured process may
/// @param other the one for the partner, where a benchmark takes two
record Race(Benchmark benchmark, int processor, int other) {

  /// Tells a partner where to run.
  static final String PARTNER = "ROHRPOST_BENCH_PARTNER";

  /// How long one contestant may take for one round. Far more than it needs.
  private static final String PATIENCE = "120";

  Result run(int rounds) throws IOException, InterruptedException {
    var lanes =
        benchmark.contestants().stream()
            .filter(contestant -> !(contestant instanceof Absent))
            .map(Lane::new)
            .toList();
    System.err.print(benchmark.name() + ' ');
    try (var _ = new Crowd(benchmark.crowd())) {
      for (int round = 0; round < rounds; round++) {
        for (var lane : round % 2 == 0 ? lanes : lanes.reversed()) {
          lane.rounds().add(measure(lane.contestant()));
        }
        System.err.print('.'); // so that who waits sees it move
      }
    }
    System.err.println();
    return new Result(benchmark, lanes);
  }

  private Measurement measure(Contestant contestant) throws IOException, InterruptedException {
    var load = benchmark.load();
    return switch (contestant) {
      case InC(String _, String source) -> asked(program(source), load.arguments());
      case ClientInC client ->
          asked(
              program(client.source()),
              Stream.concat(
                      load.arguments().stream(),
                      Partner.worker(benchmark, client, "serve").stream())
                  .toList());
      case InJava java -> asked(Partner.worker(benchmark, java, "measure"), load.argumentsOfJvm());
      case Command(String _, List<String> line) -> timed(line);
      case Server(String _, Contestant.AtPort line) -> loaded(line);
      case Mover mover -> moved(mover);
      case Absent absent -> throw new IllegalArgumentException(absent.why());
    };
  }

  private static List<String> program(String source) throws IOException, InterruptedException {
    return List.of(Baseline.program(source).toString());
  }

  /// Has a contestant measure itself, on one processor.
  ///
  /// @param line starts it
  /// @param arguments the load, and what follows it
  private Measurement asked(List<String> line, List<String> arguments)
      throws IOException, InterruptedException {
    var whole = new ArrayList<>(List.of("timeout", PATIENCE));
    whole.addAll(List.of("taskset", "-c", Integer.toString(processor)));
    if (benchmark.processors() == 2) {
      whole.addAll(List.of("env", PARTNER + "=" + other));
    }
    whole.addAll(line);
    whole.addAll(arguments);
    return printed(whole);
  }

  private static Measurement printed(List<String> line) throws IOException, InterruptedException {
    var process = new ProcessBuilder(line).redirectError(Redirect.INHERIT).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    succeed(process, line);
    return Measurement.parse(output);
  }

  /// Measures a command from outside, on all processors, as its user would run it.
  private Measurement timed(List<String> line) throws IOException, InterruptedException {
    var measurement =
        benchmark
            .load()
            .measure(times -> {
              for (int i = 0; i < times; i++) {
                runOnce(line);
              }
            });
    return new Measurement(measurement.ns(), Double.NaN);
  }

  /// Has a server asked by many clients.
  private static Measurement loaded(Contestant.AtPort line)
      throws IOException, InterruptedException {
    var port = HttpEcho.freePort();
    var whole = new ArrayList<>(List.of("bench/src/main/bash/http-load", port));
    whole.addAll(line.line(port));
    return printed(whole);
  }

  /// Has a command move bytes, on all processors.
  private Measurement moved(Mover mover) throws IOException, InterruptedException {
    var ends = mover.ends().find();
    var whole = new ArrayList<>(List.of("timeout", PATIENCE));
    whole.add(Baseline.program("relay-load").toString());
    whole.addAll(benchmark.load().arguments());
    whole.addAll(ends);
    whole.addAll(mover.line().line(ends.getFirst(), ends.getLast()));
    return printed(whole);
  }

  private static void runOnce(List<String> line) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(line)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    succeed(process, line);
  }

  /// Waits until a process has ended.
  static void succeed(Process process, List<String> line) throws IOException, InterruptedException {
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("exit status " + status + " of " + String.join(" ", line));
    }
  }
}
