package dev.rohrpost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.bench.Contestant.InJava;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs each benchmark for as short as it can be: the numbers mean nothing, but everyone arrives.
/// Of those with the same contestants, which only send other bytes, one runs.
class EveryBenchmarkTest {
  private static final List<Integer> PROCESSORS = processors();
  private static final BlockingQueue<Integer> UNUSED = new LinkedBlockingQueue<>(PROCESSORS);

  static Stream<Benchmark> benchmarks() {
    return Catalogue.ALL.stream().filter(EveryBenchmarkTest::isTried);
  }

  private static boolean isTried(Benchmark benchmark) {
    return switch (benchmark) {
      case RpcEcho(String _, RpcKind kind, RpcContent content, Target _) ->
          switch (content) {
            case NOTHING -> kind == RpcKind.UNIX;
            case TEXT -> kind != RpcKind.UNIX;
            case LARGE -> kind == RpcKind.TCP;
          };
      case RpcMixed(String _, RpcKind kind, RpcMixed.Side side) ->
          kind == (side == RpcMixed.Side.CLIENT ? RpcKind.UNIX : RpcKind.TCP);
      case BusCalls(String _, BusContent content, Target _) ->
          content == BusContent.TEXT || content == BusContent.SIGNALS;
      default -> benchmark.ours() instanceof InJava;
    };
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  @Execution(ExecutionMode.CONCURRENT)
  void everyContestantFinishes(Benchmark benchmark) throws IOException, InterruptedException {
    var result = run(new Brief(benchmark));
    assertThat(result.lanes())
        .allSatisfy(lane -> assertThat(lane.ns().median()).as(lane.name()).isPositive());
    assertThat(Table.of(result)).contains("ours", benchmark.target().toString());
  }

  /// Runs one on processors that no other one uses meanwhile: the contestants of most are all on
  /// one, and the others would be idle.
  private static Result run(Benchmark benchmark) throws IOException, InterruptedException {
    var own = take(Math.min(benchmark.processors(), PROCESSORS.size()));
    try {
      return new Race(benchmark, own.getLast(), own.getFirst()).run(1);
    } finally {
      UNUSED.addAll(own);
    }
  }

  /// One after the other, so that nobody waits for what another one who waits has.
  private static synchronized List<Integer> take(int number) throws InterruptedException {
    var all = new ArrayList<Integer>();
    while (all.size() < number) {
      all.add(UNUSED.take());
    }
    return all;
  }

  private static List<Integer> processors() {
    try {
      var machine = Machine.current();
      return Stream.of(machine.firstProcessor(), machine.lastProcessor()).distinct().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    public List<String> flags() {
      return benchmark.flags();
    }

    @Override
    public Unit unit() {
      return benchmark.unit();
    }

    @Override
    public Target target() {
      return benchmark.target();
    }

    @Override
    public List<Target> furtherTargets() {
      return benchmark.furtherTargets();
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
