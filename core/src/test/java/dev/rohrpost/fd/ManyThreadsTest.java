package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ten thousand virtual threads wait with one carrier between them.
@ExtendWith(NoFdLeaks.class)
@Row("F49")
class ManyThreadsTest {
  private static final int THREADS = 10_000;

  /// Each in a stream of its own pipe, few on each of some pipes, all on one.
  @ParameterizedTest
  @ValueSource(ints = {4_000, 100, 1})
  void allAreServed(int pipes) throws Exception {
    try (var jvm =
        Jvm.of(OneCarrier.class, Integer.toString(pipes))
            .with("-Djdk.virtualThreadScheduler.parallelism=1", "-Xmx256m")
            .start()) {
      assertThat(jvm.await(Duration.ofMinutes(2)).orFail().out().strip())
          .isEqualTo(THREADS + " served");
    }
  }

  static final class OneCarrier {
    private OneCarrier() {}

    public static void main(String... arguments) throws Exception {
      var pipes = new ArrayList<Ends>();
      for (var i = 0; i < Integer.parseInt(arguments[0]); i++) {
        pipes.add(Ends.pipe());
      }
      var begun = new CountDownLatch(THREADS);
      var readers = new ArrayList<Task<Integer>>();
      for (var i = 0; i < THREADS; i++) {
        var in = pipes.get(i % pipes.size()).in();
        readers.add(
            ThreadKind.VIRTUAL.start(() -> {
              begun.countDown();
              return in.inputStream().read();
            }));
      }
      begun.await();
      for (var reader : readers) {
        reader.awaitBlocked();
      }
      for (var i = 0; i < THREADS; i++) {
        pipes.get(i % pipes.size()).send("x");
      }
      var served = 0;
      for (var reader : readers) {
        served += reader.result() == 'x' ? 1 : 0;
      }
      System.out.println(served + " served");
    }
  }
}
