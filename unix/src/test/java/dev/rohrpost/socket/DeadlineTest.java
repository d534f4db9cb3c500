package dev.rohrpost.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Receiving until a deadline: it is kept without a system call of its own.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(60)
class DeadlineTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int CALLS = 1000;

  @TempDir Path folder;

  /// @return how long it waited; fails if anything came
  private static long waited(StreamSocket socket, Deadline deadline) throws Exception {
    try (var arena = Arena.ofConfined()) {
      var start = System.nanoTime();
      assertThat(socket.read(arena.allocate(8), deadline)).isEqualTo(Transfer.TIMED_OUT);
      return System.nanoTime() - start;
    }
  }

  @Test
  void noWaitEndsBeforeItsDeadline() throws Exception {
    try (var pair = StreamSocket.pair()) {
      for (var micros : List.of(1, 50, 1000, 20_000)) {
        var time = Duration.ofNanos(micros * 1000L);
        assertThat(waited(pair.first(), Deadline.after(time)))
            .isGreaterThanOrEqualTo(time.toNanos());
      }
    }
  }

  @Test
  void aDeadlineThatHasPassedAllowsOneTry() throws Exception {
    try (var pair = StreamSocket.pair();
        var arena = Arena.ofConfined()) {
      waited(pair.first(), Deadline.NOW);
      pair.second().write(arena.allocateFrom("12345678").asSlice(0, 8));
      assertThat(pair.first().read(arena.allocate(8), Deadline.NOW))
          .isEqualTo(new Transfer.Bytes(8));
    }
  }

  /// The alarm for the later one is set first: the earlier one must not wait for that.
  @Test
  void anEarlierDeadlineDoesNotWaitForALaterOne() throws Exception {
    try (var pair = StreamSocket.pair();
        var others = StreamSocket.pair()) {
      var late =
          ThreadKind.PLATFORM.start(() ->
              others.first().read(Arena.global().allocate(8), Deadline.after(Duration.ofHours(1))));
      late.awaitBlocked();
      waited(pair.first(), Deadline.after(Duration.ofMillis(5)));
      waited(pair.first(), Deadline.after(Duration.ofMillis(5)));
      others.second().outputStream().write('x');
      assertThat(late.result()).isEqualTo(new Transfer.Bytes(1));
    }
  }

  @Test
  void manyThreadsKeepTheirDeadlines() throws Exception {
    try (var pair = StreamSocket.pair()) {
      var waits = new ArrayList<Task<Long>>();
      for (var i = 0; i < 50; i++) {
        var time = Duration.ofMillis(1 + i * 7 % 50);
        waits.add(
            ThreadKind.PLATFORM.start(
                () -> waited(pair.first(), Deadline.after(time)) - time.toNanos()));
      }
      for (var wait : waits) {
        assertThat(wait.result()).isNotNegative();
      }
    }
  }

  /// Sends and receives, with a deadline each time, between two numbers that strace(1) can see.
  static final class Exchange {
    public static void main(String... arguments) throws Exception {
      try (var pair = StreamSocket.pair();
          var arena = Arena.ofConfined()) {
        var room = arena.allocate(8);
        for (var i = 0; i < CALLS; i++) {
          pair.second().write(room);
          var _ = pair.first().read(room, Deadline.after(Duration.ofMinutes(1)));
        }
      }
    }
  }

  @Test
  void aDeadlineCostsNoSystemCall() throws Exception {
    Foreign.require("strace");
    var trace = folder.resolve("trace");
    var jvm =
        Jvm.of(Exchange.class)
            .under("strace", "-f", "-qq", "-o", trace.toString(), "-e", "trace=ppoll,recvfrom");
    try (var running = jvm.start()) {
      running.await(PATIENCE).orFail();
    }
    try (var lines = Files.lines(trace)) {
      var calls = lines.toList();
      assertThat(calls.stream().filter(line -> line.contains("recvfrom(")))
          .hasSizeGreaterThanOrEqualTo(CALLS);
      assertThat(calls.stream().filter(line -> line.contains("ppoll(")))
          .hasSizeLessThan(CALLS / 10);
    }
  }
}
