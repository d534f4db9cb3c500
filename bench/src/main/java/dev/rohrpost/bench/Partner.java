package dev.rohrpost.bench;

import dev.rohrpost.UnixException;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The other JVM of a benchmark between two processes. It runs on the same processor, with the same
/// flags, and does what the contestant has as [Contestant.Serve].
final class Partner {

  /// What all measured JVMs run with. On one processor the JVM chooses the serial collector anyway;
  /// here it is written down, so that the choice does not depend on the machine.
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--illegal-native-access=deny",
          "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"); // Agrona, below Aeron

  /// Waits until a process has ended.
  private interface End {
    void await() throws IOException, InterruptedException;
  }

  private final Benchmark benchmark;
  private final Contestant contestant;
  private final List<End> ends = new ArrayList<>();

  Partner(Benchmark benchmark, Contestant contestant) {
    this.benchmark = benchmark;
    this.contestant = contestant;
  }

  /// Starts the partner from plain JDK, its standard input and output connected to this process.
  Process start(String... arguments) throws IOException {
    var process =
        new ProcessBuilder(line(arguments)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    ends.add(() -> {
      process.getOutputStream().close();
      process.waitFor();
    });
    return process;
  }

  /// The same by our means.
  Child startWithOurs(String... arguments) throws UnixException {
    return start(line(arguments));
  }

  /// Starts a program of the baseline in its place, by our means.
  Child startInC(String source, String... arguments) throws UnixException {
    var line = new ArrayList<>(List.of(Baseline.compiled(source).toString()));
    line.addAll(List.of(arguments));
    return start(line);
  }

  private Child start(List<String> line) throws UnixException {
    var rest = line.subList(1, line.size()).toArray(String[]::new);
    var child =
        Program.of(line.getFirst(), rest)
            .withInput(Redirect.PIPE)
            .withOutput(Redirect.PIPE)
            .start();
    ends.add(() -> {
      child.close();
      child.await();
    });
    return child;
  }

  /// Waits until the partner has ended, as it does when its standard input does.
  void await() throws IOException, InterruptedException {
    for (var end : ends) {
      end.await();
    }
  }

  private List<String> line(String... arguments) {
    var line = new ArrayList<String>();
    var processor = System.getenv(Race.PARTNER);
    if (processor != null) {
      line.addAll(List.of("taskset", "-c", processor));
    }
    line.addAll(worker(benchmark, contestant, "serve", arguments));
    return line;
  }

  /// Returns the line that starts a JVM with [Worker#main(String[])].
  static List<String> worker(
      Benchmark benchmark, Contestant contestant, String task, String... arguments) {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(FLAGS);
    line.addAll(benchmark.flags());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    line.addAll(List.of(benchmark.name(), contestant.name(), task));
    line.addAll(List.of(arguments));
    return line;
  }
}
