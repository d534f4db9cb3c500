package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.process.ExitStatus.Exited;
import dev.rohrpost.process.ExitStatus.Signalled;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(60)
class ChildTest {
  private static final Program SLEEP = Program.of("sleep", "1000");

  private static Child shell(String script) throws Exception {
    return Program.of("sh", "-c", script).start();
  }

  /// A child that has ended and was reaped.
  private static Child ended() throws Exception {
    var child = Program.of("true").start();
    child.await();
    return child;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 127, 137, 255})
  void theExitCodeIsTold(int code) throws Exception {
    var child = shell("exit " + code);
    assertThat(child.await()).isEqualTo(new Exited(code));
    assertThat(child.status()).contains(new Exited(code));
    assertThat(new Exited(code).shellStatus()).isEqualTo(code);
    assertThat(new Exited(code).isSuccess()).isEqualTo(code == 0);
  }

  @Test
  @Row("SIG-07")
  void deathBySignalIsNeitherCode9NorCode137() throws Exception {
    var child = shell("kill -KILL $$");
    var status = child.await();
    assertThat(status)
        .isEqualTo(new Signalled(Signal.KILL, false))
        .isNotEqualTo(new Exited(9))
        .isNotEqualTo(new Exited(137))
        .hasToString("ended by SIGKILL");
    assertThat(status.shellStatus()).isEqualTo(137);
    assertThat(status.isSuccess()).isFalse();
  }

  @Test
  @Row("SIG-07")
  void theSignalThatWeSentIsTheSignalThatIsTold() throws Exception {
    for (var signal : new Signal[] {Signal.TERM, Signal.HUP, Signal.PIPE, Signal.realTime(3)}) {
      var child = SLEEP.start();
      assertThat(child.kill(signal)).isTrue();
      assertThat(child.await()).isEqualTo(new Signalled(signal, false));
    }
  }

  @Test
  void aChildThatNobodyWaitsForIsReaped() throws Exception {
    Program.of("true").start(); // and NoChildrenLeft looks
  }

  @Test
  void theDeadlineLeavesTheChildAlone() throws Exception {
    var child = SLEEP.start();
    assertThat(child.await(Deadline.after(Duration.ofMillis(20)))).isEmpty();
    assertThat(child.await(Deadline.NOW)).isEmpty();
    assertThat(child.status()).isEmpty();
    assertThat(child.usage()).isEmpty();
    assertThat(child.kill(Signal.TERM)).isTrue();
    assertThat(child.await(Deadline.NEVER)).contains(new Signalled(Signal.TERM, false));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInterruptEndsTheWaitAndNotTheChild(boolean virtual) throws Exception {
    var child = SLEEP.start();
    var seen = new CompletableFuture<Throwable>();
    var builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
    var thread =
        builder.start(() -> {
          try {
            child.await();
            seen.complete(new AssertionError("not interrupted"));
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

  @Test
  void manyVirtualThreadsWaitForOneChild() throws Exception {
    try (var child = Program.of("cat").withInput(Redirect.PIPE).start();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var waits = new ArrayList<Future<ExitStatus>>();
      for (var i = 0; i < 1000; i++) {
        waits.add(executor.submit(() -> child.await()));
      }
      child.stdin().close();
      for (var wait : waits) {
        assertThat(wait.get()).isEqualTo(new Exited(0));
      }
    }
  }

  @Test
  void theFutureOfTheEndRunsItsDependentsOnAThreadThatMayBlock() throws Exception {
    var child = SLEEP.start();
    var thread = new AtomicReference<Thread>();
    var future =
        child
            .onExit()
            .thenApply(status -> {
              thread.set(Thread.currentThread());
              return status;
            });
    child.kill(Signal.INT);
    assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(new Signalled(Signal.INT, false));
    assertThat(thread.get().isVirtual()).isTrue();
  }

  @Test
  void theResourcesOfAnEndedChildAreKnown() throws Exception {
    var child = shell("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done");
    child.await();
    var usage = child.usage().orElseThrow();
    assertThat(usage.userTime().plus(usage.systemTime()))
        .isBetween(Duration.ofNanos(1), Duration.ofSeconds(30));
    assertThat(usage.maxResidentBytes()).isEmpty(); // a JVM has more than a shell
    assertThat(usage.minorFaults()).isPositive();
  }

  @Test
  void aSignalToAnEndedChildIsAResult() throws Exception {
    var child = ended();
    assertThat(child.kill(Signal.KILL)).isFalse();
    assertThat(child.stop()).isFalse();
    assertThat(child.resume()).isFalse();
  }

  @Test
  @Row("SIG-29")
  void stopAndContinuationAreTold() throws Exception {
    var child = SLEEP.start();
    assertThat(child.awaitChange(Deadline.after(Duration.ofMillis(10)))).isEmpty();
    assertThat(child.stop()).isTrue();
    assertThat(child.awaitChange(Deadline.NEVER)).contains(new Change.Stopped(Signal.STOP));
    assertThat(child.awaitChange(Deadline.NOW)).isEmpty();
    assertThat(child.resume()).isTrue();
    assertThat(child.awaitChange(Deadline.NEVER)).contains(new Change.Continued());
    assertThat(child.kill(Signal.TERM)).isTrue();
    var end = new Change.Ended(new Signalled(Signal.TERM, false));
    assertThat(child.awaitChange(Deadline.NEVER)).contains(end);
    assertThat(child.awaitChange(Deadline.NOW)).contains(end);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Row("SIG-29")
  void theEndIsToldToAllWhoWaitForAChange(boolean virtual) throws Exception {
    var child = SLEEP.start();
    var threads = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
    try (var executor = Executors.newThreadPerTaskExecutor(threads.factory())) {
      var waits = new ArrayList<Future<Change>>();
      for (var i = 0; i < 5; i++) {
        waits.add(executor.submit(() -> child.awaitChange(Deadline.NEVER).orElseThrow()));
      }
      child.kill(Signal.KILL);
      for (var wait : waits) {
        assertThat(wait.get()).isEqualTo(new Change.Ended(new Signalled(Signal.KILL, false)));
      }
    }
  }

  @Test
  void anInterruptEndsTheWaitForAChange() throws Exception {
    var child = SLEEP.start();
    var seen = new CompletableFuture<Throwable>();
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                child.awaitChange(Deadline.NEVER);
              } catch (Throwable t) {
                seen.complete(t);
              }
            });
    thread.interrupt();
    assertThat(seen.get()).isInstanceOf(InterruptedException.class);
    child.kill(Signal.KILL);
    child.await();
  }

  @Test
  void aStreamThatIsNoPipeIsRefused() throws Exception {
    try (var child = ended()) {
      assertThatIllegalStateException().isThrownBy(child::stdin);
      assertThatIllegalStateException().isThrownBy(child::stdout);
      assertThatIllegalStateException()
          .isThrownBy(child::stderr)
          .withMessage("standard error of true (pid " + child.pid() + ") is no pipe");
    }
  }

  @Test
  void closingLeavesTheChildAlone() throws Exception {
    var child = Program.of("cat").withInput(Redirect.PIPE).withOutput(Redirect.DISCARD).start();
    child.close();
    assertThat(child.await()).isEqualTo(new Exited(0)); // it saw the end of its input
    child.close();
  }

  @Test
  void aGroupIsKilledAsAWhole() throws Exception {
    try (var child =
        Program.of("sh", "-c", "sleep 1000 & sleep 1000 & echo ready; wait")
            .withOutput(Redirect.PIPE)
            .withNewGroup()
            .start()) {
      var out = child.stdout().inputStream();
      assertThat(out.readNBytes(6)).asString().isEqualTo("ready\n");
      assertThat(child.killGroup(Signal.TERM)).isTrue();
      assertThat(out.read()).isEqualTo(-1); // both sleeps had the pipe open
      assertThat(child.await()).isEqualTo(new Signalled(Signal.TERM, false));
    }
  }

  @Test
  void aGroupCanBeKilledAfterItsLeaderHasEnded() throws Exception {
    try (var child =
        Program.of("sh", "-c", "sleep 1000 & echo ready")
            .withOutput(Redirect.PIPE)
            .withNewGroup()
            .start()) {
      var out = child.stdout().inputStream();
      assertThat(out.readNBytes(6)).asString().isEqualTo("ready\n");
      assertThat(child.await()).isEqualTo(new Exited(0));
      assertThat(child.killGroup(Signal.KILL)).isTrue();
      assertThat(out.read()).isEqualTo(-1);
    }
  }

  @Test
  void aGroupOfWhichNobodyIsLeftIsAResult() throws Exception {
    var child = Program.of("true").withNewGroup().start();
    child.await();
    assertThat(child.killGroup(Signal.KILL)).isFalse();
  }

  @Test
  void theGroupOfAChildThatLeadsNoneIsRefused() throws Exception {
    var child = ended();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> child.killGroup(Signal.KILL))
        .withMessageContaining("leads no group");
  }
}
