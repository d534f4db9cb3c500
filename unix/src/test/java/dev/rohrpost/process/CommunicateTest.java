package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.process.Conversation.Complete;
import dev.rohrpost.process.Conversation.Unfinished;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fault experiments F23 and F25, among others.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class CommunicateTest {
  private static final byte[] NOTHING = {};
  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(1));

  private static Program piped(Program program) {
    return program.withInput(Redirect.PIPE).withOutput(Redirect.PIPE).withErrors(Redirect.PIPE);
  }

  private static Program shell(String script) {
    return piped(Program.of("sh", "-c", script));
  }

  private static byte[] mebibytes(int count) {
    var bytes = new byte[count << 20];
    new Random(4711).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Row("F23")
  void sixteenMebibytesGoBothWays(boolean virtual) throws Exception {
    var input = mebibytes(16);
    var seen = new CompletableFuture<Conversation>();
    var builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
    builder.start(() -> {
      try (var cat = piped(Program.of("cat")).start()) {
        seen.complete(cat.communicate(input, SOON));
      } catch (Exception e) {
        seen.completeExceptionally(e);
      }
    });
    assertThat(seen.get()).isInstanceOf(Complete.class);
    assertThat(seen.get().out()).isEqualTo(input);
    assertThat(seen.get().err()).isEmpty();
  }

  @Test
  @Row("F23")
  void bothOutputsAreReadAtTheSameTime() throws Exception {
    var input = mebibytes(4);
    try (var child = shell("tee /dev/stderr").start()) {
      var said = child.communicate(input, Deadline.NEVER);
      assertThat(said.out()).isEqualTo(input);
      assertThat(said.err()).isEqualTo(input);
    }
  }

  @Test
  void outputErrorsAndStatusAreTold() throws Exception {
    try (var child = shell("read x; echo out $x; echo err $x >&2; exit 3").start()) {
      var said = child.communicate("hello\n".getBytes(StandardCharsets.UTF_8), SOON);
      assertThat(said.outText()).isEqualTo("out hello\n");
      assertThat(said.errText()).isEqualTo("err hello\n");
      assertThat(said)
          .isInstanceOfSatisfying(
              Complete.class,
              complete -> assertThat(complete.status()).isEqualTo(new ExitStatus.Exited(3)));
    }
  }

  @Test
  void aChildThatDoesNotReadItsInputIsNoFailure() throws Exception {
    try (var child = shell("exec <&-; echo done").start()) {
      var said = child.communicate(mebibytes(1), SOON);
      assertThat(said).isInstanceOf(Complete.class);
      assertThat(said.outText()).isEqualTo("done\n");
    }
  }

  @Test
  void whatWasReadBeforeTheDeadlineIsTold() throws Exception {
    try (var child = shell("echo some; exec sleep 1000").start()) {
      // The child has said it before the clock starts.
      assertThat(Wait.readable(child.stdout().fd(), SOON)).isTrue();
      var said = child.communicate(NOTHING, Deadline.after(Duration.ofMillis(100)));
      assertThat(said).isInstanceOf(Unfinished.class);
      assertThat(said.outText()).isEqualTo("some\n");
      assertThat(((Unfinished) said).status()).isEmpty();
      child.kill(Signal.KILL);
      child.await();
    }
  }

  @Test
  @Row("F25")
  void theEndOfAChildAndTheEndOfItsOutputAreTwoThings() throws Exception {
    try (var child = shell("sleep 1000 & echo hi").withNewGroup().start()) {
      assertThat(child.await(SOON)).contains(new ExitStatus.Exited(0));
      var said = child.communicate(NOTHING, Deadline.after(Duration.ofMillis(100)));
      assertThat(said).isInstanceOf(Unfinished.class);
      assertThat(said.outText()).isEqualTo("hi\n");
      assertThat(((Unfinished) said).status()).isEqualTo(Optional.of(new ExitStatus.Exited(0)));
      child.killGroup(Signal.KILL);
    }
  }

  @Test
  @Row("F23")
  void aChildThatNobodyReadsFromDoesNotHinderTheDeadline() throws Exception {
    try (var child = shell("exec sleep 1000").start()) {
      var said = child.communicate(mebibytes(1), Deadline.after(Duration.ofMillis(100)));
      assertThat(said).isInstanceOf(Unfinished.class);
      child.kill(Signal.KILL);
      child.await();
    }
  }

  @Test
  void anInterruptEndsTheConversationAndNotTheChild() throws Exception {
    try (var child = shell("exec sleep 1000").start()) {
      var seen = new CompletableFuture<Throwable>();
      var thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  child.communicate(NOTHING, Deadline.NEVER);
                } catch (Throwable t) {
                  seen.complete(t);
                }
              });
      thread.interrupt();
      assertThat(seen.get()).isInstanceOf(InterruptedException.class);
      assertThat(child.status()).isEmpty();
      child.kill(Signal.KILL);
      child.await();
    }
  }

  @Test
  void inputForNoPipeIsRefused() throws Exception {
    var child = Program.of("true").start();
    assertThatIllegalStateException().isThrownBy(() -> child.communicate(new byte[1], SOON));
    assertThat(child.communicate(NOTHING, SOON)).isInstanceOf(Complete.class);
  }

  @Test
  void aPipelineIsTalkedToAsOneProgram() throws Exception {
    var input = mebibytes(16);
    var errors = Program.of("sh", "-c", "echo first >&2; exec cat").withErrors(Redirect.PIPE);
    var more = Program.of("sh", "-c", "echo second >&2; exec cat").withErrors(Redirect.PIPE);
    var pipeline =
        Pipeline.of(errors, Program.of("cat"), more)
            .withInput(Redirect.PIPE)
            .withOutput(Redirect.PIPE);
    try (var running = pipeline.start()) {
      var said = running.communicate(input, SOON);
      assertThat(said).isInstanceOf(Complete.class);
      assertThat(said.out()).isEqualTo(input);
      assertThat(said.errText()).isEqualTo("first\nsecond\n");
    }
  }

  @Test
  void aPipeThatIsClosedMeanwhileIsAFailure() throws Exception {
    try (var child = shell("exec sleep 1000").start()) {
      child.stdout().close();
      assertThatExceptionOfType(UnixException.class)
          .isThrownBy(() -> child.communicate(NOTHING, SOON));
      child.kill(Signal.KILL);
      child.await();
    }
  }

  @Test
  void aConversationIsShownWithLengthsAndWithoutAddresses() throws Exception {
    var program = Program.of("sh", "-c", "printf abc; printf fault >&2; read x");
    try (var child =
        program
            .withInput(Redirect.PIPE)
            .withOutput(Redirect.PIPE)
            .withErrors(Redirect.PIPE)
            .start()) {
      assertThat(new Conversation.Unfinished(child.status(), new byte[3], new byte[0]))
          .hasToString("unfinished, running, 3 bytes of output, 0 of errors");
      assertThat(child.communicate(new byte[1], Deadline.NEVER))
          .hasToString("exit status 1, 3 bytes of output, 5 of errors");
    }
  }
}
