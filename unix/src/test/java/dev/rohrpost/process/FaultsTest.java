package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.libc.SysWaitH;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// System calls that fail at the worst moment, and other people's hands on our children.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(180)
class FaultsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// Runs a class of this test in a JVM of which a system call fails.
  private static String withFault(Class<?> main, String call, String fault) throws Exception {
    Foreign.require("strace");
    var jvm =
        Jvm.of(main)
            .under("strace", "-f", "-qq", "-o", "/dev/null")
            .under("-e", "trace=" + call, "-e", "inject=" + call + ":" + fault);
    try (var running = jvm.start()) {
      return running.await(PATIENCE).orFail().out();
    }
  }

  /// Tells how a start fails, and who is left.
  static final class Start {
    public static void main(String... arguments) throws Exception {
      try (var child = Program.of("sleep", "1000").withInput(Redirect.PIPE).start()) {
        System.out.println(child);
        child.kill(Signal.KILL);
      } catch (UnixException e) {
        System.out.println(e.getMessage());
      }
      System.out.println("children: " + Exhausted.children());
    }
  }

  @Test
  @Row("F12")
  void ifAnotherThreadTakesTheDescriptorOfTheChildItIsKilledAndReaped() throws Exception {
    // The first one is the place that is kept for it.
    assertThat(withFault(Start.class, "pidfd_open", "error=EMFILE:when=2"))
        .matches("pidfd_open\\(pid \\d+\\): EMFILE: too many open files\nchildren: \n");
  }

  @Test
  void withoutPidfdsNothingIsStarted() throws Exception {
    assertThat(withFault(Start.class, "pidfd_open", "error=ENOSYS"))
        .matches("pidfd_open\\(pid \\d+\\): ENOSYS: .*\nchildren: \n");
  }

  @Test
  void aChildThatCannotBeWatchedIsKilledAndReaped() throws Exception {
    // The first two add and remove the descriptor that the watching is tried with.
    assertThat(withFault(Start.class, "epoll_ctl", "error=ENOSPC:when=3"))
        .matches("epoll_ctl\\(fd \\d+\\): ENOSPC: .*\nchildren: \n");
  }

  /// Kills a group before and after the end of its leader.
  static final class Groups {
    public static void main(String... arguments) throws Exception {
      var script = "sleep 1000 & echo ready; read x";
      try (var child =
          Program.of("sh", "-c", script)
              .withInput(Redirect.PIPE)
              .withOutput(Redirect.PIPE)
              .withNewGroup()
              .start()) {
        var out = child.stdout().inputStream();
        out.readNBytes(6);
        System.out.println(child.killGroup(Signal.CONT));
        child.stdin().close();
        child.await();
        System.out.println(child.killGroup(Signal.KILL));
        System.out.println(out.read());
      }
      var alone = Program.of("true").withNewGroup().start();
      alone.await();
      System.out.println(alone.killGroup(Signal.KILL));
    }
  }

  @Test
  void aKernelThatCannotSignalGroupsThroughPidfdsIsServedToo() throws Exception {
    assertThat(withFault(Groups.class, "pidfd_send_signal", "error=EINVAL"))
        .isEqualTo("true\ntrue\n-1\nfalse\n");
  }

  @Test
  void theEndOfAChildIsKnownWhenItsDebuggerHasSeenIt() throws Exception {
    var tracer = CProgram.of(FaultsTest.class, "tracer.c").toString();
    var child = Program.of("sleep", "1000").start();
    try (var tracing = Foreign.start(tracer, Integer.toString(child.pid()))) {
      assertThat(tracing.line(PATIENCE)).isEqualTo("attached");
      assertThat(child.kill(Signal.KILL)).isTrue();
      awaitZombie(child.pid());
      assertThat(child.await(Deadline.after(Duration.ofMillis(50)))).isEmpty();
      tracing.endInput();
      assertThat(child.await(Deadline.after(PATIENCE)))
          .contains(new ExitStatus.Signalled(Signal.KILL, false));
      tracing.await(PATIENCE).orFail();
    }
  }

  private static void awaitZombie(int pid) throws IOException {
    var status = Path.of("/proc/" + pid + "/status");
    var start = System.nanoTime();
    while (!Files.readString(status).contains("State:\tZ")) {
      assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
      Thread.onSpinWait();
    }
  }

  @Test
  void aStatusThatOtherCodeHasTakenIsAWrongState() throws Exception {
    var child = Launch.start(Program.of("true"));
    // As a native library would that waits for whatever child there is.
    Reaping.ask(SysWaitH.P_PID, child.pid(), SysWaitH.WEXITED);
    child.watch();
    assertThatIllegalStateException()
        .isThrownBy(child::await)
        .withMessage("somebody else in this process has waited for " + child);
    assertThatIllegalStateException().isThrownBy(child::status);
    assertThat(child.kill(Signal.KILL)).isFalse();
  }

  /// Passes on a variable that is not text.
  static final class Bytes {
    public static void main(String... arguments) throws Exception {
      var od = Program.of("sh", "-c", "printf %s \"$ROHRPOST\" | od -An -tx1");
      System.out.flush();
      od.start().await();
      od.withVariable("OTHER", "x").start().await();
    }
  }

  @Test
  void variablesThatAreNotTextArriveAsTheyAre() throws Exception {
    var set = "ROHRPOST=$(printf 'a\\377\\201b'); export ROHRPOST; exec \"$@\"";
    try (var running = Jvm.of(Bytes.class).under("sh", "-c", set, "sh").start()) {
      assertThat(running.await(PATIENCE).orFail().out()).isEqualTo(" 61 ff 81 62\n 61 ff 81 62\n");
    }
  }

  @Test
  void anInterruptedThreadStartsProgramsAndStaysInterrupted() throws Exception {
    Thread.currentThread().interrupt();
    Child plain;
    Child nice;
    try {
      plain = Program.of("true").start();
      nice = Program.of("true").withNiceness(1).start();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(plain.await().isSuccess()).isTrue();
    assertThat(nice.await().isSuccess()).isTrue();
  }
}
