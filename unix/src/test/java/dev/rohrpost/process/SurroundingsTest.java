package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.signal.Disposition;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import dev.rohrpost.unix.Nobody;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Signals, groups, sessions and terminals of children.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class SurroundingsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// A pseudoterminal that lives as long as its standard input.
  private static final String TERMINAL =
      """
      import os, pty, sys
      outer, inner = pty.openpty()
      print(os.ttyname(inner), flush=True)
      sys.stdin.read()
      """;

  private static int ourGroup() throws Exception {
    return Self.of(Self.of()).number("group");
  }

  private static int ourSession() throws Exception {
    return Self.of(Self.of()).number("session");
  }

  @Test
  @Row("SIG-27")
  void aChildBlocksAndIgnoresNothing() throws Exception {
    var self = Self.of(Self.of());
    assertThat(self.numbers("blocked")).isEmpty();
    assertThat(self.numbers("ignored")).isEmpty();
  }

  @Test
  void aChildIgnoresWhatItIsToldTo() throws Exception {
    var ignored = Set.of(Signal.USR1, Signal.WINCH);
    var program = Self.of().withIgnoredSignals(ignored);
    assertThatIllegalStateException().isThrownBy(program::start).withMessageContaining("ignored");
    try (var _ = Disposition.ignore(Signal.USR1);
        var _ = Disposition.ignore(Signal.WINCH);
        var _ = Disposition.ignore(Signal.ALRM)) {
      assertThat(Self.of(program).numbers("ignored")).containsExactly(10, 28);
      assertThat(Self.of(Self.of()).numbers("ignored")).isEmpty();
    }
    assertThat(ThisProcess.ignores(Signal.USR1)).isFalse();
  }

  @Test
  void aChildStartsWithTheSignalsBlockedThatWereAskedFor() throws Exception {
    var blocked = Set.of(Signal.USR1, Signal.TERM, Signal.RTMAX);
    var self = Self.of(Self.of().withBlockedSignals(blocked));
    assertThat(self.numbers("blocked")).containsExactly(10, 15, 64);
  }

  /// Run in a JVM that was started with signals ignored.
  static final class Ignoring {
    public static void main(String... arguments) throws Exception {
      System.out.println(Self.of(Self.of()).get("ignored"));
      System.out.println(Program.of("sh", "-c", "exit 7").start().await());
    }
  }

  @Test
  @Row({"PROC-05", "SIG-27"})
  void whatThisJvmIgnoresIsNotIgnoredByAChild() throws Exception {
    Foreign.require("env");
    Self.program(); // compiled here and not while the clock runs
    var jvm = Jvm.of(Ignoring.class).under("env", "--ignore-signal=PIPE,HUP,CHLD,USR1");
    try (var running = jvm.start()) {
      assertThat(running.await(PATIENCE).orFail().out()).isEqualTo("\nexit status 7\n");
    }
  }

  @Test
  @Row("PROC-05")
  void aChildWithoutAReaderEndsBySigpipe() throws Exception {
    try (var yes = Program.of("yes").withOutput(Redirect.PIPE).start()) {
      yes.stdout().close();
      assertThat(yes.await()).isEqualTo(new ExitStatus.Signalled(Signal.PIPE, false));
    }
  }

  @Test
  @Row("PROC-06")
  void aChildCanBeEndedBySigquitThoughEveryJavaThreadBlocksIt() throws Exception {
    // It starts in a limit of no core file, and so leaves none.
    var child = Program.of("sleep", "1000").withLimit(Limit.CORE_BYTES, 0, 0).start();
    child.kill(Signal.QUIT);
    assertThat(child.await()).isEqualTo(new ExitStatus.Signalled(Signal.QUIT, false));
  }

  @Test
  void aChildIsInOurGroupAndSessionUnlessToldOtherwise() throws Exception {
    var self = Self.of(Self.of());
    assertThat(self.number("group")).isEqualTo(ourGroup()).isNotEqualTo(self.number("pid"));
  }

  @Test
  void aChildLeadsANewGroupOfOurSession() throws Exception {
    var self = Self.of(Self.of().withNewGroup());
    assertThat(self.number("group")).isEqualTo(self.number("pid"));
    assertThat(self.number("session")).isEqualTo(ourSession());
  }

  @Test
  void aChildJoinsTheGroupOfAnotherOne() throws Exception {
    try (var leader = Program.of("cat").withInput(Redirect.PIPE).withNewGroup().start()) {
      var self = Self.of(Self.of().withGroup(leader.pid()));
      assertThat(self.number("group")).isEqualTo(leader.pid());
      leader.stdin().close();
      leader.await();
    }
  }

  @Test
  void aGroupOfWhichNobodyIsLeftCannotBeJoined() throws Exception {
    var leader = Program.of("true").withNewGroup().start();
    leader.await();
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(Program.of("true").withGroup(leader.pid())::start)
        .matches(e -> e.is(Errno.EPERM))
        .withMessageStartingWith("setpgid(group " + leader.pid() + "): EPERM");
  }

  @Test
  void aChildLeadsANewSessionWithoutATerminal() throws Exception {
    var self = Self.of(Self.of().withNewSession());
    assertThat(self.number("session")).isEqualTo(self.number("pid"));
    assertThat(self.number("group")).isEqualTo(self.number("pid"));
    assertThat(self.get("terminal")).isEqualTo("none");
  }

  private static Fd open(String path) {
    try (var arena = Arena.ofConfined()) {
      var flags = FcntlH.O_RDWR | FcntlH.O_NOCTTY | FcntlH.O_CLOEXEC;
      return Fd.own(FcntlH.open(arena.allocateFrom(path), flags, 0));
    }
  }

  @Test
  void aChildLeadsANewSessionThatATerminalControls() throws Exception {
    try (var python = Foreign.start("python3", "-c", TERMINAL)) {
      var name = python.line(PATIENCE);
      try (var tty = open(name)) {
        var self = Self.of(Self.of().withTerminal(tty).withInput(new Redirect.To(tty)));
        assertThat(self.get("terminal")).isEqualTo("yes");
        assertThat(self.number("session")).isEqualTo(self.number("pid"));
        assertThat(self.number("foreground")).isEqualTo(self.number("pid"));
        assertThat(self.numbers("fds")).containsExactly(0, 1, 2);
        assertThat(self.target(0)).isEqualTo(name);
      }
    }
  }

  @Test
  void aTerminalThatControlsAnotherSessionIsRefused() throws Exception {
    try (var python = Foreign.start("python3", "-c", TERMINAL);
        var tty = open(python.line(PATIENCE))) {
      try (var first = Program.of("cat").withInput(Redirect.PIPE).withTerminal(tty).start()) {
        assertThatExceptionOfType(UnixException.class)
            .isThrownBy(Program.of("true").withTerminal(tty)::start)
            .matches(e -> e.is(Errno.ENOTTY))
            .withMessageStartingWith("tcsetpgrp(");
        first.stdin().close();
        first.await();
      }
    }
  }

  @Test
  void whatIsNoTerminalIsRefused() throws Exception {
    try (var file = open("/dev/null")) {
      for (var program :
          new Program[] {
            Program.of("true").withTerminal(file), Program.of("true").withForegroundOf(file)
          }) {
        assertThatExceptionOfType(UnixException.class)
            .isThrownBy(program::start)
            .matches(e -> e.is(Errno.ENOTTY));
      }
    }
  }

  /// Run in a JVM that has a terminal.
  static final class Foreground {
    public static void main(String... arguments) throws Exception {
      try (var tty = open("/dev/tty")) {
        var self = Self.of(Self.of().withNewGroup().withForegroundOf(tty));
        System.out.println(
            self.number("foreground") == self.number("pid") ? "foreground" : "background");
      }
    }
  }

  @Test
  void aGroupIsBroughtToTheForegroundBeforeItsProgramRuns() throws Exception {
    Self.program();
    var command =
        Program.of("java").withArguments(Jvm.of(Foreground.class).command().toArray(String[]::new));
    var line = command.toString().substring("java ".length());
    try (Running script = Foreign.start("script", "--quiet", "--command", line, "/dev/null")) {
      Output output = script.await(PATIENCE).orFail();
      assertThat(output.out()).contains("foreground");
    }
  }

  @Test
  void theNicenessHoldsFromTheFirstInstructionOn() throws Exception {
    var ours = Self.of(Self.of()).number("niceness");
    assertThat(Self.of(Self.of().withNiceness(19)).number("niceness")).isEqualTo(19);
    assertThat(Self.of(Self.of()).number("niceness")).isEqualTo(ours);
  }

  @Test
  void theLimitsHoldFromTheFirstInstructionOn() throws Exception {
    var self =
        Self.of(
            Self.of()
                .withLimit(Limit.CORE_BYTES, 0, 0)
                .withLimit(Limit.PROCESSOR_SECONDS, 100, 200)
                .withLimit(Limit.DESCRIPTORS, 64, 128)
                .withLimit(Limit.FILE_BYTES, 4096, Limit.UNLIMITED)
                .withNiceness(5));
    assertThat(self.get("core")).isEqualTo("0 0");
    assertThat(self.get("cpu")).isEqualTo("100 200");
    assertThat(self.get("nofile")).isEqualTo("64 128");
    assertThat(self.get("fsize")).isEqualTo("4096 -1");
    assertThat(self.number("niceness")).isEqualTo(5);
    assertThat(self.numbers("fds")).containsExactly(0, 1, 2);
  }

  @Test
  void aProgramThatMayOpenOneFileGetsAllItsDescriptors() throws Exception {
    try (var tty = open("/dev/null")) {
      var self =
          Self.of(
              Self.of()
                  .withDescriptor(3, new Redirect.To(tty))
                  .withDescriptor(1000, new Redirect.To(tty))
                  .withLimit(Limit.DESCRIPTORS, 5, 5));
      assertThat(self.get("nofile")).isEqualTo("5 5");
      assertThat(self.target(1000)).isEqualTo("/dev/null");
    }
  }

  @Test
  void aProgramIsToldItsOwnNumber() throws Exception {
    var script = "echo $$ $MY_PID $OTHER";
    var told = Program.of("sh", "-c", script).withPidVariable("MY_PID").withVariable("OTHER", "x");
    try (var child = told.withOutput(Redirect.PIPE).start()) {
      var said = child.communicate(new byte[0], Deadline.after(PATIENCE));
      assertThat(said.outText()).isEqualTo(child.pid() + " " + child.pid() + " x\n");
    }
  }

  @Test
  void theLastWordOnAVariableHolds() throws Exception {
    var env = Program.of("sh", "-c", "env | grep ^MY_; echo $$").withPidVariable("MY_PID");
    assertThat(output(env.withVariable("MY_PID", "x"))).startsWith("MY_PID=x\n").hasLineCount(2);
    assertThat(output(env.withoutVariable("MY_PID"))).hasLineCount(1);
    var own = output(env.withVariable("MY_PID", "x").withPidVariable("MY_PID"));
    assertThat(own).matches("MY_PID=(\\d+)\n\\1\n");
    var none = env.withVariable("MY_OTHER", "y").withEmptyEnvironment();
    assertThat(output(none)).hasLineCount(1);
  }

  private static String output(Program program) throws Exception {
    try (var child = program.withOutput(Redirect.PIPE).start()) {
      return child.communicate(new byte[0], Deadline.after(PATIENCE)).outText();
    }
  }

  @Test
  void aLimitThatIsReachedEndsTheProgram() throws Exception {
    var spin = Program.of("sh", "-c", "while :; do :; done");
    var child = spin.withLimit(Limit.PROCESSOR_SECONDS, 1, 2).start();
    assertThat(child.await(Deadline.after(PATIENCE)))
        .contains(new ExitStatus.Signalled(Signal.XCPU, false));
  }

  @Test
  void aFailureBehindTheGateIsTold() throws Exception {
    var python = Foreign.require("sh");
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(Program.of(python.toString(), "x".repeat(4_000_000)).withNiceness(10)::start)
        .matches(e -> e.is(Errno.E2BIG));
  }

  @Test
  void aFailureInFrontOfTheGateIsTold() {
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(
            Program.of("true").withDescriptor(10_000, Redirect.INHERIT).withNiceness(10)::start)
        .matches(e -> e.is(Errno.EBADF));
  }

  @Test
  void aLimitThatThereCannotBeIsToldAndNothingStarts() {
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(Program.of("true").withLimit(Limit.DESCRIPTORS, 1L << 40, 1L << 40)::start)
        .matches(e -> e.is(Errno.EPERM))
        .withMessageStartingWith("prlimit(DESCRIPTORS of true): EPERM");
  }

  /// Run as a user without privileges.
  static final class Unprivileged {
    public static void main(String... arguments) throws Exception {
      try {
        var _ = Program.of("true").withNiceness(-5).start();
      } catch (UnixException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void anotherNicenessThanIsAllowedIsToldAndNothingStarts() throws Exception {
    var jvm = Jvm.of(Unprivileged.class).under(Nobody.prefix());
    try (var running = jvm.start()) {
      assertThat(running.await(PATIENCE).orFail().out())
          .startsWith("setpriority(niceness -5 of true): EACCES");
    }
  }
}
