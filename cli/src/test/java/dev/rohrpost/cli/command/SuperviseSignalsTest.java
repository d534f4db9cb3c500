package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Python;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signals of a terminal, of processes, and those that nobody expects.
@Timeout(120)
class SuperviseSignalsTest {
  /// Runs supervise on a terminal of its own, with its events in a pipe.
  private static final String TERMINAL =
      """
      import fcntl, json, os, pty, signal, struct, sys, termios
      events, writer = os.pipe()
      pid, terminal = pty.fork()
      if pid == 0:
          os.dup2(writer, 2)
          os.execv(sys.argv[1], [sys.argv[1], 'supervise', '--min-uptime', '0s', '--', 'sleep', '600'])
      os.close(writer)
      lines = map(json.loads, os.fdopen(events))
      seen = []
      def wait(name):
          for event in lines:
              seen.append(event['event'])
              if event['event'] == name:
                  return event
      wait('ready')
      """;

  @TempDir Path folder;

  private void terminal(String program) throws Exception {
    var command = Rohrpost.ROOT.resolve("rohrpost").toString();
    try (var python = Python.start(TERMINAL + program, command)) {
      assertThat(python.await(Rohrpost.PATIENCE).orFail().out()).isEqualTo("good\n");
    }
  }

  @Test
  void aWindowThatIsResizedMeansNothingAndTheSameSignalOfAProcessStops() throws Exception {
    terminal(
        """
        for size in (40, 50):
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', size, 100, 0, 0))
        os.kill(pid, signal.SIGUSR1)
        wait('graceful_restart')
        wait('ready')
        assert 'stopping' not in seen, seen
        os.kill(pid, signal.SIGWINCH)
        assert wait('stopping')['graceful']
        assert not wait('stopped')['failed']
        assert os.waitpid(pid, 0)[1] == 0
        print('good')
        """);
  }

  @Test
  void aTerminalThatIsGoneEndsItInOrderAndTheSameSignalOfAProcessRestarts() throws Exception {
    terminal(
        """
        os.kill(pid, signal.SIGHUP)
        wait('reload')
        wait('ready')
        os.close(terminal)
        assert not wait('stopping')['graceful']
        wait('worker_exited')
        assert not wait('stopped')['failed']
        assert os.waitpid(pid, 0)[1] == 0
        print('good')
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "TERM, 0, false",
    "INT, 0, false",
    "WINCH, 0, true",
    "QUIT, 0, true",
    "USR2, 140, false",
    "ALRM, 142, false",
    "IO, 157, false",
    "PWR, 158, false",
    "PROF, 155, false",
    "XCPU, 152, false",
    "RTMIN+2, 164, false"
  })
  void whateverWouldEndItEndsTheWorkersFirst(String signal, int status, boolean graceful)
      throws Exception {
    try (var service = SupervisedService.start(folder, "--workers", "2", "sleep", "600")) {
      service.ready(1);
      service.send(signal);
      service.event("stopping", "\"graceful\":" + graceful);
      var output = service.end();
      assertThat(output.status()).isEqualTo(status);
      assertThat(output.out()).contains("\"stopped\",\"failed\":false");
      assertThat(service.left()).isEmpty();
    }
  }

  /// A worker that does not end is killed when it is asked for twice.
  @Test
  void aSecondTermKills() throws Exception {
    try (var service =
        SupervisedService.start(folder, "--", "sh", "-c", "trap '' TERM; echo up; sleep 600")) {
      service.await("up");
      service.send("TERM").event("stopping");
      service.send("TERM").event("worker_exited", "SIGKILL");
      service.end().orFail();
      assertThat(service.left()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"USR1", "USR2", "HUP", "QUIT", "ALRM"})
  void whatIsForwardedHasNoMeaningHere(String signal) throws Exception {
    var script = "trap 'echo got it' PWR; echo up; while :; do sleep 600 & wait $!; done";
    try (var service =
        SupervisedService.start(folder, "--forward", signal + "=PWR", "--", "sh", "-c", script)) {
      service.await("up");
      service.send(signal).await("got it");
      service.send("TERM");
      assertThat(service.end().orFail().out())
          .contains("\"forwarded\",\"signal\":\"SIG" + signal + "\",\"as\":\"SIGPWR\"")
          .doesNotContain("graceful_restart", "reload", "\"graceful\":true");
    }
  }
}
