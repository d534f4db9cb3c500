package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.process.ExitStatus.Exited;
import dev.rohrpost.process.ExitStatus.Signalled;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class PipelineTest {
  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(1));
  private static final Program CAT = Program.of("cat");
  private static final Program SLEEP = Program.of("sleep", "1000");

  @TempDir Path folder;

  private static Pipeline cats(int count) {
    return Pipeline.of(Collections.nCopies(count, CAT));
  }

  private static String output(Pipeline pipeline) throws Exception {
    try (var running = pipeline.withOutput(Redirect.PIPE).start()) {
      return running.communicate(new byte[0], SOON).outText();
    }
  }

  /// What pipes this JVM has open.
  private static List<String> pipes() throws Exception {
    try (var entries = Files.list(Path.of("/proc/self/fd"))) {
      return entries
          .map(PipelineTest::target)
          .filter(target -> target.startsWith("pipe:"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private static String target(Path entry) {
    try {
      return Files.readSymbolicLink(entry).toString();
    } catch (IOException e) {
      return ""; // that of the listing itself
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 50})
  @Row("PROC-03")
  void whatGoesInComesOut(int count) throws Exception {
    var before = pipes();
    var pipeline = cats(count).withInput(Redirect.PIPE).withOutput(Redirect.PIPE);
    try (var running = pipeline.start()) {
      assertThat(pipes()).hasSize(before.size() + 2); // ours, and none between the programs
      var said = running.communicate("xyz".getBytes(StandardCharsets.UTF_8), SOON);
      assertThat(said.outText()).isEqualTo("xyz");
      assertThat(running.await().all()).hasSize(count).containsOnly(new Exited(0));
    }
    assertThat(pipes()).isEqualTo(before);
  }

  @Test
  void aReaderThatHasEnoughEndsTheWriter() throws Exception {
    var pipeline = Pipeline.of(Program.of("yes"), Program.parse("head -n 2"));
    try (var running = pipeline.withOutput(Redirect.PIPE).start()) {
      assertThat(running.communicate(new byte[0], SOON).outText()).isEqualTo("y\ny\n");
      assertThat(running.await().all())
          .containsExactly(new Signalled(Signal.PIPE, false), new Exited(0));
    }
  }

  @Test
  void theStatusIsThatOfTheLastProgramUnlessFailuresCount() throws Exception {
    var statuses =
        Pipeline.of(
                Program.of("sh", "-c", "exit 3"),
                Program.of("sh", "-c", "exit 4"),
                Program.of("true"))
            .start()
            .await();
    assertThat(statuses.all()).containsExactly(new Exited(3), new Exited(4), new Exited(0));
    assertThat(statuses.last()).isEqualTo(new Exited(0));
    assertThat(statuses.lastFailure()).isEqualTo(new Exited(4));
    var good = Pipeline.of(Program.of("true"), Program.of("true")).start().await();
    assertThat(good.lastFailure()).isEqualTo(new Exited(0));
  }

  @Test
  void aProgramKeepsTheInputAndOutputThatItWasGiven() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "from the file");
    var pipeline =
        Pipeline.of(Program.of("echo", "lost"), CAT.withInput(new Redirect.From(file)), CAT);
    assertThat(output(pipeline)).isEqualTo("from the file");
  }

  @Test
  void errorsMayFollowOutputIntoThePipe() throws Exception {
    var both = Program.of("sh", "-c", "echo out; echo err >&2");
    assertThat(output(Pipeline.of(both.withErrors(new Redirect.SameAs(1)), CAT)))
        .isEqualTo("out\nerr\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void ifOneProgramIsMissingNoneIsStarted(int place) {
    var programs = new ArrayList<>(Collections.nCopies(3, SLEEP));
    programs.set(place, Program.of("no-such-program"));
    assertThatExceptionOfType(UnixException.NotFound.class)
        .isThrownBy(Pipeline.of(programs)::start)
        .withMessageStartingWith("execve(no-such-program): ENOENT");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ifOneProgramCannotBeStartedThoseBeforeAreKilled(boolean group) throws Exception {
    var empty = Files.createFile(folder.resolve("empty"));
    assertThat(empty.toFile().setExecutable(true)).isTrue();
    // It is found, so that the failure comes when the first one runs already.
    var pipeline = Pipeline.of(SLEEP, Program.of(empty.toString()), CAT);
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy((group ? pipeline.inOneGroup() : pipeline)::start)
        .matches(e -> e.is(Errno.ENOEXEC))
        .withMessageStartingWith("execve(" + empty + "): ENOEXEC");
  }

  @Test
  void aSignalReachesAllPrograms() throws Exception {
    var running = Pipeline.of(SLEEP, SLEEP, SLEEP).start();
    assertThat(running.kill(Signal.TERM)).isTrue();
    assertThat(running.await().all()).containsOnly(new Signalled(Signal.TERM, false));
    assertThat(running.kill(Signal.TERM)).isFalse();
  }

  @Test
  void aPipelineInOneGroupIsKilledWithAllThatItStarted() throws Exception {
    var forking = Program.of("sh", "-c", "sleep 1000 & echo ready; wait");
    var pipeline = Pipeline.of(forking, Program.of("cat")).withOutput(Redirect.PIPE).inOneGroup();
    try (var running = pipeline.start()) {
      var out = running.stdout().inputStream();
      assertThat(out.readNBytes(6)).asString().isEqualTo("ready\n");
      assertThat(running.kill(Signal.KILL)).isTrue();
      assertThat(out.read()).isEqualTo(-1);
      assertThat(running.await().all()).containsOnly(new Signalled(Signal.KILL, false));
    }
  }

  @Test
  void aLeaderThatEndsAtOnceDoesNotLoseItsGroup() throws Exception {
    for (var i = 0; i < 50; i++) {
      var all = Collections.nCopies(5, Program.of("true"));
      try (var running = Pipeline.of(all).inOneGroup().start()) {
        assertThat(running.await().all()).containsOnly(new Exited(0));
      }
    }
  }

  @Test
  void oneDeadlineHoldsForAll() throws Exception {
    var running = Pipeline.of(Program.of("true"), SLEEP).start();
    assertThat(running.await(Deadline.after(Duration.ofMillis(50)))).isEmpty();
    running.kill(Signal.KILL);
    assertThat(running.await(SOON).orElseThrow().last())
        .isEqualTo(new Signalled(Signal.KILL, false));
  }

  @Test
  void noProgramIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(Pipeline::of);
  }
}
