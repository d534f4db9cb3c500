package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Programs that are started while signals are received, and what they make of SIGCHLD.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class ChildrenTest {
  private static final SignalSet SOME =
      SignalSet.of(Signal.HUP, Signal.TERM, Signal.USR1, Signal.WINCH, Signal.RTMIN);

  private static Signals subscribeToSome() throws Exception {
    return Signals.subscribe(SOME.signals().toArray(Signal[]::new));
  }

  private static ProcStatus ofProcessBuilder() throws Exception {
    var cat = Foreign.run(Here.PATIENCE, "cat", "/proc/self/status").orFail();
    return ProcStatus.parse(cat.out());
  }

  private static ProcStatus ofProgram() throws Exception {
    var program = Program.of("cat", "/proc/self/status").withOutput(Redirect.PIPE);
    try (var child = program.start()) {
      var output = child.stdout().inputStream().readAllBytes();
      return ProcStatus.parse(new String(output, StandardCharsets.UTF_8));
    }
  }

  @Test
  @Row("SIG-27")
  void childrenOfProcessBuilderBlockNothingAndCatchNothing() throws Exception {
    try (var _ = subscribeToSome()) {
      var status = ofProcessBuilder();
      assertThat(status.blocked()).isEqualTo(SignalSet.EMPTY);
      assertThat(status.caught()).isEqualTo(SignalSet.EMPTY);
      assertThat(status.ignored().intersection(SOME)).isEqualTo(SignalSet.EMPTY);
      assertThat(status.pending().union(status.shared())).isEqualTo(SignalSet.EMPTY);
    }
  }

  @Test
  @Row("SIG-27")
  void childrenOfProgramsBlockNothingAndHaveEveryDefault() throws Exception {
    try (var _ = subscribeToSome();
        var _ = Disposition.ignore(Signal.ALRM)) {
      Here.SELF.send(Signal.RTMIN);
      var status = ofProgram();
      assertThat(status.blocked()).isEqualTo(SignalSet.EMPTY);
      assertThat(status.caught()).isEqualTo(SignalSet.EMPTY);
      assertThat(status.ignored()).isEqualTo(SignalSet.EMPTY);
      assertThat(status.pending().union(status.shared())).isEqualTo(SignalSet.EMPTY);
    }
  }

  @Test
  @Row("SIG-27")
  void whatIsIgnoredHereChildrenOfProcessBuilderIgnoreToo() throws Exception {
    try (var _ = Disposition.ignore(Signal.ALRM)) {
      assertThat(ofProcessBuilder().ignored().contains(Signal.ALRM)).isTrue();
    }
    assertThat(ofProcessBuilder().ignored().contains(Signal.ALRM)).isFalse();
  }

  private static SignalInfo takeFrom(Signals signals, int child) throws Exception {
    while (true) {
      var info = signals.take(Here.soon()).orElseThrow();
      if (info.pid() == child) {
        return info;
      }
    }
  }

  private static String told(SignalInfo info) {
    return info.codeName() + " " + info.status().orElseThrow();
  }

  @Test
  void everyChangeOfAChildIsTold() throws Exception {
    try (var signals = Signals.subscribe(Signal.CHLD);
        var cat = Foreign.start("cat")) {
      var pid = (int) cat.pid();
      new Target.Pid(pid).send(Signal.STOP);
      assertThat(told(takeFrom(signals, pid))).isEqualTo("CLD_STOPPED 19");
      new Target.Pid(pid).send(Signal.CONT);
      assertThat(told(takeFrom(signals, pid))).isEqualTo("CLD_CONTINUED 18");
      new Target.Pid(pid).send(Signal.KILL);
      assertThat(told(takeFrom(signals, pid))).isEqualTo("CLD_KILLED 9");
    }
  }

  @Test
  void bothKindsOfChildrenKeepTheirStatusWhileItIsTold() throws Exception {
    try (var signals = Signals.subscribe(Signal.CHLD)) {
      for (var code = 1; code <= 20; code++) {
        var exit = "exit " + code;
        try (var child = Program.of("sh", "-c", exit).start()) {
          assertThat(told(takeFrom(signals, child.pid()))).isEqualTo("CLD_EXITED " + code);
          assertThat(child.await()).isEqualTo(new ExitStatus.Exited(code));
        }
        try (var child = Foreign.start("sh", "-c", exit)) {
          assertThat(told(takeFrom(signals, (int) child.pid()))).isEqualTo("CLD_EXITED " + code);
          assertThat(child.await(Here.PATIENCE).status()).isEqualTo(code);
        }
      }
    }
  }

  @Test
  void manyChildrenAtOnceKeepTheirStatus() throws Exception {
    try (var signals = Signals.subscribe(Signal.CHLD)) {
      var tasks = new ArrayList<FutureTask<Boolean>>();
      for (var number = 0; number < 40; number++) {
        var code = number;
        tasks.add(
            new FutureTask<>(() -> {
              var exit = "exit " + code;
              if (code % 2 == 0) {
                return Foreign.run(Here.PATIENCE, "sh", "-c", exit).status() == code;
              }
              try (var child = Program.of("sh", "-c", exit).start()) {
                return child.await().equals(new ExitStatus.Exited(code));
              }
            }));
      }
      tasks.forEach(Thread.ofPlatform()::start);
      for (var task : tasks) {
        assertThat(task.get()).isTrue();
      }
      assertThat(signals.take(Here.soon()).orElseThrow().codeName()).isEqualTo("CLD_EXITED");
      while (signals.take(Deadline.NOW).isPresent()) {
        Thread.onSpinWait();
      }
    }
  }
}
