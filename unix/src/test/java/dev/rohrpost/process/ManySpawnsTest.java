package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Fault experiment F24, and what goes wrong elsewhere when programs are started at the same time.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
class ManySpawnsTest {
  private static final Program TRUE = Program.of("true");

  private static <T> List<T> inThreads(int threads, Callable<T> task) throws Exception {
    try (var executor = Executors.newFixedThreadPool(threads)) {
      var futures = new ArrayList<Future<T>>();
      for (var i = 0; i < threads; i++) {
        futures.add(executor.submit(task));
      }
      var results = new ArrayList<T>();
      for (var future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  @Test
  @Row("F24")
  void tenThousandStartsFromThirtyTwoThreadsLeaveNothingBehind() throws Exception {
    var succeeded =
        inThreads(
            32,
            () -> {
              var count = 0;
              for (var i = 0; i < 313; i++) {
                count += TRUE.start().await().isSuccess() ? 1 : 0;
              }
              return count;
            });
    assertThat(succeeded.stream().mapToInt(n -> n).sum()).isEqualTo(32 * 313);
  }

  @Test
  void childrenThatNobodyWaitsForAreReapedAsFastAsTheyEnd() throws Exception {
    inThreads(
        8,
        () -> {
          for (var i = 0; i < 100; i++) {
            TRUE.start();
          }
          return true;
        });
  }

  @Test
  @Row("PROC-07")
  void noPipeEndReachesAProgramThatIsStartedAtTheSameTime() throws Exception {
    var sleepers = new ArrayList<Child>();
    var foreign = new ArrayList<Process>();
    try {
      for (var round = 0; round < 20; round++) {
        try (var executor = Executors.newFixedThreadPool(10)) {
          var echoes = new ArrayList<Future<Conversation>>();
          for (var i = 0; i < 10; i++) {
            echoes.add(executor.submit(ManySpawnsTest::echo));
          }
          for (var i = 0; i < 6; i++) {
            sleepers.add(Program.of("sleep", "30").start());
            foreign.add(new ProcessBuilder("sleep", "30").start());
          }
          for (var echo : echoes) {
            assertThat(echo.get()).isInstanceOf(Conversation.Complete.class);
          }
        }
      }
    } finally {
      for (var sleeper : sleepers) {
        sleeper.kill(Signal.KILL);
      }
      foreign.forEach(Process::destroyForcibly);
      for (var process : foreign) {
        process.waitFor();
        process.getInputStream().close();
        process.getErrorStream().close();
        process.getOutputStream().close();
      }
    }
  }

  /// Comes to its end only if nobody else has the write ends of its pipes.
  private static Conversation echo() throws Exception {
    var echo = Program.of("echo", "x").withOutput(Redirect.PIPE).withErrors(Redirect.PIPE);
    try (var child = echo.start()) {
      return child.communicate(new byte[0], Deadline.after(Duration.ofSeconds(15)));
    }
  }

  @Test
  void startsWithLimitsGoOnAtTheSameTime() throws Exception {
    var niceness =
        inThreads(
            16,
            () -> {
              var all = new ArrayList<Integer>();
              for (var i = 0; i < 20; i++) {
                all.add(Self.of(Self.of().withNiceness(i)).number("niceness"));
              }
              return all;
            });
    for (var all : niceness) {
      for (var i = 0; i < 20; i++) {
        assertThat(all.get(i)).isEqualTo(i);
      }
    }
  }
}
