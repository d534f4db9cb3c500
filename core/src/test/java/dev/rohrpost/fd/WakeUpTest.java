package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How soon interrupt and close get a reader out, ten thousand times each.
///
/// Every other time the reader is caught while it blocks, every other time on its way there.
@ExtendWith(NoFdLeaks.class)
@Row("F50")
class WakeUpTest {
  private static final int TIMES = 10_000;
  private static final long LIMIT = TimeUnit.MILLISECONDS.toNanos(100);

  /// This machine may be busy with something else: so many may be later.
  private static final int EXCUSED = TIMES / 1000;

  private static void check(long[] took) {
    Arrays.sort(took);
    assertThat(took[TIMES - 1 - EXCUSED]).isLessThan(LIMIT);
  }

  @ParameterizedTest
  @EnumSource
  void interruptWakesAReader(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      var woken = new ArrayBlockingQueue<Long>(1);
      var reader =
          kind.start(() -> {
            for (var i = 0; i < TIMES; i++) {
              try {
                return ends.receive();
              } catch (InterruptedException e) {
                woken.put(System.nanoTime());
              }
            }
            return "done";
          });
      var took = new long[TIMES];
      for (var i = 0; i < TIMES; i++) {
        if (i % 2 == 0) {
          reader.awaitBlocked();
        }
        var begin = System.nanoTime();
        reader.interrupt();
        took[i] = next(woken) - begin;
      }
      assertThat(reader.result()).isEqualTo("done");
      check(took);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeWakesAReader(ThreadKind kind) throws Exception {
    var given = new ArrayBlockingQueue<Ends>(1);
    var woken = new ArrayBlockingQueue<Long>(1);
    var reader =
        kind.start(() -> {
          for (var i = 0; i < TIMES; i++) {
            var ends = given.take();
            try {
              return ends.receive();
            } catch (UnixException e) {
              FdTest.isEbadf(e);
              woken.put(System.nanoTime());
            }
          }
          return "done";
        });
    var took = new long[TIMES];
    for (var i = 0; i < TIMES; i++) {
      try (var ends = Ends.pipe()) {
        given.put(ends);
        if (i % 2 == 0) {
          awaitBlockedIn(reader, ends);
        }
        var begin = System.nanoTime();
        ends.in().close();
        took[i] = next(woken) - begin;
      }
    }
    assertThat(reader.result()).isEqualTo("done");
    check(took);
  }

  /// It may also be blocked in taking from the queue.
  private static void awaitBlockedIn(Task<?> reader, Ends ends) {
    while (ends.in().fd().isIdle()) {
      Thread.onSpinWait();
    }
    reader.awaitBlocked();
  }

  private static long next(ArrayBlockingQueue<Long> woken) throws InterruptedException {
    var time = woken.poll(Task.PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (time == null) {
      throw new AssertionError("was not woken");
    }
    return time;
  }
}
