package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import java.io.IOException;
import java.util.List;

/// The child inherits the standard descriptors, so that no pipes are counted.
final class Spawn implements Benchmark {

  private static final String PROGRAM = "/bin/true";

  @Override
  public String name() {
    return "spawn";
  }

  @Override
  public String what() {
    return PROGRAM + " started and waited for";
  }

  /// Starting takes long ways through Java. The compiler has the same processor to itself only when
  /// nothing is started, and so is busy with it for more than ten thousand starts.
  @Override
  public Load load() {
    return new Load(1500, 100, 10);
  }

  @Override
  public Target target() {
    return Target.times(1.3);
  }

  @Override
  public Contestant ours() {
    var program = Program.of(PROGRAM);
    return new InJava(
        "ours",
        _ ->
            times -> {
              for (int i = 0; i < times; i++) {
                check(program.start().await().equals(new ExitStatus.Exited(0)));
              }
            });
  }

  @Override
  public List<Contestant> peers() {
    var builder = new ProcessBuilder(PROGRAM).inheritIO();
    return List.of(
        new InJava(
            "ProcessBuilder",
            _ ->
                times -> {
                  for (int i = 0; i < times; i++) {
                    check(builder.start().waitFor() == 0);
                  }
                }));
  }

  private static void check(boolean success) throws IOException {
    if (!success) {
      throw new IOException(PROGRAM + " failed");
    }
  }
}
