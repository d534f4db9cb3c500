package dev.rohrpost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.bench.Contestant.InJava;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs each benchmark for as short as it can be: the numbers mean nothing, but everyone arrives.
/// Of those with the same contestants, which only send other bytes, one runs.
class EveryBenchmarkTest {

  static Stream<Benchmark> benchmarks() {
    return Catalogue.ALL.stream()
        .filter(benchmark -> benchmark.ours() instanceof InJava)
        .filter(benchmark -> !(benchmark instanceof RpcEcho echo) || isTried(echo));
  }

  private static boolean isTried(RpcEcho echo) {
    return switch (echo.content()) {
      case NOTHING -> echo.kind() == RpcKind.UNIX;
      case TEXT -> echo.kind() != RpcKind.UNIX;
      case LARGE -> echo.kind() == RpcKind.TCP;
    };
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void everyContestantFinishes(Benchmark benchmark) throws IOException, InterruptedException {
    var result = race(new Brief(benchmark)).run(1);
    assertThat(result.lanes())
        .allSatisfy(lane -> assertThat(lane.ns().median()).as(lane.name()).isPositive());
    assertThat(Table.of(result)).contains("ours", benchmark.target().toString());
  }

  private static Race race(Benchmark benchmark) throws IOException {
    var machine = Machine.current();
    return new Race(benchmark, machine.lastProcessor(), machine.firstProcessor());
  }

  /// One batch.
  private record Brief(Benchmark benchmark) implements Benchmark {
    @Override
    public String name() {
      return benchmark.name();
    }

    @Override
    public String what() {
      return benchmark.what();
    }

    @Override
    public Load load() {
      return new Load(0, 1, benchmark.load().size());
    }

    @Override
    public int processors() {
      return benchmark.processors();
    }

    @Override
    public int crowd() {
      return Math.min(benchmark.crowd(), 20);
    }

    @Override
    public Target target() {
      return benchmark.target();
    }

    @Override
    public Contestant baseline() {
      return benchmark.baseline();
    }

    @Override
    public Contestant ours() {
      return benchmark.ours();
    }

    @Override
    public List<Contestant> peers() {
      return benchmark.peers();
    }
  }
}
