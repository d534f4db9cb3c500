package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.Command;
import java.nio.file.Path;
import java.util.List;

/// The least that the command can do, against the least that its JVM can do.
final class Help implements Benchmark {

  @Override
  public String name() {
    return "help";
  }

  @Override
  public String what() {
    return "./rohrpost --help, from start to end";
  }

  @Override
  public Load load() {
    return new Load(1, 5, 1);
  }

  @Override
  public Target target() {
    return Target.within(100);
  }

  @Override
  public Contestant baseline() {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new Command(
        "java --version",
        List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--version"));
  }

  @Override
  public Contestant ours() {
    return new Command("ours", List.of("./rohrpost", "--help"));
  }
}
