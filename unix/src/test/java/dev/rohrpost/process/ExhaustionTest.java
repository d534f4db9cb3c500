package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.unix.Nobody;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fault experiments F12 and F24: what a start needs is not there.
class ExhaustionTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  @Row("F12")
  void withTooFewDescriptorsNothingIsStartedAndNothingIsLeftOpen() throws Exception {
    var jvm = Jvm.of(Exhausted.Descriptors.class, folder.resolve("file").toString());
    try (var running = jvm.start()) {
      var refusals = running.await(PATIENCE).orFail().out().lines().map(Integer::valueOf).toList();
      assertThat(refusals).hasSize(2);
      // Three pipes, two files, the gate and what belongs to it, the pidfd.
      assertThat(refusals.getFirst()).isGreaterThan(8);
      assertThat(refusals.getLast()).isGreaterThan(refusals.getFirst());
    }
  }

  @Test
  @Row("F24")
  void aFullProcessTableIsToldAndNothingIsLeftBehind() throws Exception {
    try (var running =
        Jvm.of(Exhausted.Processes.class)
            .with("-Xlog:os+thread=off") // the JVM tells it, too
            .under(Nobody.prefix())
            .start()) {
      assertThat(running.await(PATIENCE).orFail().out().lines())
          .containsExactly(
              "posix_spawn(true): EAGAIN: resource temporarily unavailable",
              "children: ",
              "pthread_create: EAGAIN: resource temporarily unavailable",
              "children: ",
              "posix_spawn(true): EAGAIN: resource temporarily unavailable",
              "children: ");
    }
  }
}
