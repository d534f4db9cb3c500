package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.signal.Activity.State;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Running;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class ActivityTest {
  private static Activity of(Running running) {
    return Here.state((int) running.pid()).threads().getFirst().activity();
  }

  private static void until(Running running, Predicate<Activity> condition) {
    Here.until(() -> condition.test(of(running)));
  }

  @Test
  void aSleepIsBlockedInItsCall() {
    try (var sleep = Foreign.start("sleep", "1000")) {
      until(sleep, new Activity(State.BLOCKED, Optional.of("clock_nanosleep"))::equals);
    }
  }

  @Test
  void aReaderOfAnEmptyPipeIsBlockedInRead() {
    try (var cat = Foreign.start("cat")) {
      until(cat, new Activity(State.BLOCKED, Optional.of("read"))::equals);
    }
  }

  @Test
  void aStoppedProcessIsStopped() throws Exception {
    try (var cat = Foreign.start("cat")) {
      var target = new Target.Pid((int) cat.pid());
      target.send(Signal.STOP);
      until(cat, new Activity(State.STOPPED, Optional.empty())::equals);
      target.send(Signal.CONT);
      until(cat, a -> a.state() == State.BLOCKED);
    }
  }

  @Test
  void aSpinningProcessRunsOrIsReady() {
    try (var spin = Foreign.start("sh", "-c", "while :; do :; done")) {
      for (var i = 0; i < 100; i++) {
        until(spin, a -> a.state() == State.RUNNING);
        until(spin, a -> a.state() == State.RUNNING || a.state() == State.READY);
      }
    }
  }

  @Test
  void aProcessThatWantsOurProcessorIsReady() throws Exception {
    Foreign.require("taskset");
    Here.onOwnThread(() -> {
      var processor = aProcessor();
      var self = Integer.toString(Here.thread());
      Foreign.run(Here.PATIENCE, "taskset", "-p", "-c", processor, self).orFail();
      var spin = List.of("-c", processor, "sh", "-c", "while :; do :; done");
      try (var running = Foreign.start("taskset", spin.toArray(String[]::new))) {
        until(running, a -> a.state() == State.READY);
      }
      return processor;
    });
  }

  /// One that this process may use.
  private static String aProcessor() throws UnixException {
    return ProcFile.read("/proc/self/status")
        .lines()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .map(line -> line.replaceFirst("\\D+(\\d+).*", "$1"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeadChildThatNobodyAskedForIsAZombie() throws Exception {
    var program =
        """
        import os
        child = os.fork() or os._exit(0)
        print(child, flush=True)
        input()
        """;
    try (var parent = Foreign.start("python3", "-c", program)) {
      var child = Integer.parseInt(parent.line(Here.PATIENCE));
      Here.until(() -> Here.state(child).threads().getFirst().activity().state() == State.ZOMBIE);
    }
  }

  @Test
  void thisThreadIsRunning() {
    var self = Here.thread();
    var activity = Here.state(Here.PID).threads().stream().filter(t -> t.tid() == self).findFirst();
    assertThat(activity).map(t -> t.activity().state()).contains(State.RUNNING);
  }

  @ParameterizedTest
  @CsvSource({"D, BLOCKED_UNINTERRUPTIBLY", "t, STOPPED", "X, ZOMBIE", "I, OTHER", "P, OTHER"})
  void theLettersOfTheKernelHaveNames(String letter, State state) {
    var status =
        new ProcStatus(
            "x",
            letter + " (some words)",
            1,
            SignalSet.EMPTY,
            SignalSet.EMPTY,
            SignalSet.EMPTY,
            SignalSet.EMPTY,
            SignalSet.EMPTY);
    assertThat(Activity.of("/proc/2147483647", status))
        .isEqualTo(new Activity(state, Optional.empty()));
  }
}
