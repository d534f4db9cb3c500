package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.unix.Stranger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class SignalStateTest {
  @Test
  void theJvmCatchesTermAndItsThreadsAreListedByNumber() throws Exception {
    var state = SignalState.of(Here.PID);

    assertThat(state.pid()).isEqualTo(Here.PID);
    assertThat(state.name()).isEqualTo("java");
    assertThat(state.caught().contains(Signal.TERM)).isTrue();
    assertThat(state.caught().contains(Signal.SEGV)).isTrue();
    assertThat(state.threads().getFirst().tid()).isEqualTo(Here.PID);
    assertThat(state.threads().subList(1, state.threads().size()))
        .isSortedAccordingTo(Comparator.comparingInt(SignalState.ThreadState::tid));
    assertThat(state.threads())
        .anyMatch(t -> t.name().startsWith("GC Thread") || t.name().equals("VM Thread"));
  }

  /// Looks at a program one of whose threads was started after the numbers of this machine had
  /// begun again.
  static final class StartedAgain {
    private static final String PROGRAM =
        """
        import os, threading
        open('/proc/sys/kernel/ns_last_pid', 'w').write('300')
        thread = threading.Thread(target=input)
        thread.start()
        print(os.getpid(), thread.native_id, flush=True)
        """;

    private StartedAgain() {}

    public static void main(String... arguments) throws Exception {
      Files.writeString(Path.of("/proc/sys/kernel/ns_last_pid"), "5000");
      try (var program = Foreign.start("python3", "-c", PROGRAM)) {
        var numbers = program.line(Duration.ofSeconds(30)).split(" ");
        var pid = Integer.parseInt(numbers[0]);
        var threads = SignalState.of(pid).threads();
        System.out.println(pid > Integer.parseInt(numbers[1]));
        System.out.println(
            threads.stream()
                .map(it -> Integer.toString(it.tid()))
                .toList()
                .equals(List.of(numbers)));
      }
    }
  }

  @Test
  void theFirstThreadIsTheOneWithTheNumberOfTheProcess() throws Exception {
    try (var jvm = Jvm.of(StartedAgain.class).under(OwnMachine.everything()).start()) {
      assertThat(jvm.await(Duration.ofMinutes(1)).orFail().out()).isEqualTo("true\ntrue\n");
    }
  }

  @Test
  void ignoredBlockedAndPendingSignalsAreSeen() throws Exception {
    var program =
        """
        import os, signal
        signal.signal(signal.SIGWINCH, signal.SIG_IGN)
        signal.signal(signal.SIGUSR2, lambda *_: None)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGTERM])
        os.kill(os.getpid(), signal.SIGUSR1)
        signal.pthread_kill(__import__('threading').get_ident(), signal.SIGTERM)
        print('ready', flush=True)
        input()
        """;
    try (var python = Foreign.start("python3", "-c", program)) {
      python.line(Here.PATIENCE);

      var state = SignalState.of((int) python.pid());

      assertThat(state.ignored().contains(Signal.WINCH)).isTrue();
      assertThat(state.caught().contains(Signal.USR2)).isTrue();
      assertThat(state.pending()).isEqualTo(SignalSet.of(Signal.USR1));
      var thread = state.threads().getFirst();
      assertThat(thread.pending()).isEqualTo(SignalSet.of(Signal.TERM));
      assertThat(thread.blocked()).isEqualTo(SignalSet.of(Signal.USR1, Signal.TERM));
    }
  }

  @Test
  void aProcessOfAnotherUserShowsEverythingButItsCalls() throws Exception {
    try (var cat = Foreign.start("cat")) {
      var pid = (int) cat.pid();
      Here.until(() -> Here.state(pid).threads().getFirst().activity().call().isPresent());
      var mayLook = System.getProperty("user.name").equals("root");

      var state = Stranger.startUnprivileged(() -> SignalState.of(mayLook ? pid : 1)).result();

      assertThat(state.threads().getFirst().activity())
          .isEqualTo(new Activity(Activity.State.BLOCKED, java.util.Optional.empty()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void aNumberWithoutAProcessIsNotFound(int pid) {
    assertThatExceptionOfType(UnixException.NotFound.class)
        .isThrownBy(() -> SignalState.of(pid))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ESRCH))
        .withMessageContaining("/proc/" + pid);
  }

  @Test
  void aProcessThatHasBeenReapedIsNotFound() throws Exception {
    try (var program = Foreign.start("true")) {
      program.await(Here.PATIENCE).orFail();
      assertThatExceptionOfType(UnixException.NotFound.class)
          .isThrownBy(() -> SignalState.of((int) program.pid()));
    }
  }

  @Test
  void threadsThatComeAndGoDoNotDisturb() throws Exception {
    try (var churn = Churn.ofThreads()) {
      for (var i = 0; i < 200; i++) {
        assertThat(SignalState.of(Here.PID).threads()).isNotEmpty();
      }
      assertThat(churn.rounds()).isPositive();
    }
  }
}
