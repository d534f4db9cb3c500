package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `rohrpost supervise` as a service of systemd: what it is given, and what it says.
@Timeout(120)
class SuperviseManagerTest {
  /// Prints what the worker knows of service managers, and serves on descriptor 3.
  private static final String WORKER =
      """
      import os, socket
      names = ('LISTEN_', 'WATCHDOG_', 'FDSTORE')
      own = {k: v for k, v in os.environ.items() if k.startswith(names)}
      assert own.pop('LISTEN_PID') == str(os.getpid())
      print('known', *sorted(f'{k}={v}' for k, v in own.items()), flush=True)
      s = socket.socket(fileno=3)
      while True:
          c, _ = s.accept()
          c.recv(999)
          c.sendall(b'HTTP/1.0 200 OK\\r\\n\\r\\nserved by a worker\\n')
          c.close()
      """;

  /// A service manager that counts, and runs what follows.
  private static final String MANAGER =
      """
      import os, socket, subprocess, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind('notify')
      env = dict(os.environ, NOTIFY_SOCKET=os.path.abspath('notify'))
      def supervise(*words, **more):
          return subprocess.Popen([sys.argv[1], 'supervise', *words], env=env | more,
                                  stderr=subprocess.PIPE, text=True)
      def wait(service, event):
          for line in service.stderr:
              if f'"{event}"' in line:
                  return line
          raise AssertionError(event)
      def waiting():
          s.setblocking(False)
          said = []
          try:
              while True:
                  said.append(s.recv(4096).decode())
          except BlockingIOError:
              s.setblocking(True)
              return said
      def end(service):
          service.terminate()
          service.communicate()
          assert service.returncode == 0, service.returncode
      """;

  @TempDir Path folder;

  private void manager(String program, String... arguments) throws Exception {
    var all = new String[arguments.length + 1];
    all[0] = Rohrpost.ROOT.resolve("rohrpost").toString();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    var builder = new ProcessBuilder(Python.command(MANAGER + program, all));
    try (var python = Running.start(builder.directory(folder.toFile()))) {
      assertThat(python.await(Rohrpost.PATIENCE).orFail().out()).isEqualTo("good\n");
    }
  }

  @Test
  void socketsOfSystemdReachTheWorkersBeforeItsOwn() throws Exception {
    Foreign.require("systemd-socket-activate");
    var worker = Files.writeString(folder.resolve("worker.py"), WORKER).toString();
    var command = Rohrpost.ROOT.resolve("rohrpost").toString();
    var builder =
        new ProcessBuilder(
            "systemd-socket-activate", "-l", folder.resolve("first").toString(), "--fdname=web");
    builder.command().addAll(List.of("-E", "WATCHDOG_USEC=60000000", "-E", "FDSTORE=1"));
    builder.command().addAll(List.of(command, "supervise", "--listen", "unix:second", "--"));
    builder.command().addAll(List.of(Python.interpreter(), worker));
    try (var service = SupervisedService.start(folder, builder)) {
      service.await("Listening on");
      var curl = "curl --silent --max-time 60 --unix-socket " + folder + "/first http://localhost/";
      assertThat(Rohrpost.shell(curl).orFail().out()).isEqualTo("served by a worker\n");
      assertThat(service.event("listening")).contains("unix:second", "\"inherited\":[\"web\"]");
      assertThat(service.await("known"))
          .isEqualTo("known LISTEN_FDNAMES=web:unix-second LISTEN_FDS=2");
      service.send("TERM");
      service.end().orFail();
      assertThat(folder.resolve("first")).exists(); // as systemd has made it
      assertThat(folder.resolve("second")).doesNotExist();
    }
  }

  @Test
  void readyIsSaidWhenAWorkerIsReadyAndNotBefore() throws Exception {
    Foreign.require("systemd-notify");
    manager(
        """
        worker = 'until [ -e go ]; do sleep 0.05; done; systemd-notify --ready; exec sleep 600'
        service = supervise('--notify', '--', 'sh', '-c', worker)
        wait(service, 'worker_started')
        assert waiting() == []
        open('go', 'w').close()
        assert 'READY=1' in s.recv(4096).decode()
        end(service)
        assert waiting() == ['STOPPING=1']
        print('good')
        """);
  }

  /// sd_watchdog_enabled(3) says when there is none.
  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "18446744073709551615", "x", "", " ", "1e6", "99999999999999999999"})
  void aWatchdogThatIsNoneIsNotFed(String period) throws Exception {
    manager(
        """
        service = supervise('--min-uptime', '300ms', '--', 'sleep', '600', WATCHDOG_USEC=sys.argv[2])
        wait(service, 'ready')
        end(service)
        said = waiting()
        assert len(said) == 2 and 'READY=1' in said[0] and said[1] == 'STOPPING=1', said
        print('good')
        """,
        period);
  }

  @Test
  void aWatchdogIsFedTwiceInItsPeriod() throws Exception {
    manager(
        """
        service = supervise('--', 'sleep', '600', WATCHDOG_USEC='200000')
        for _ in range(3):
            assert s.recv(4096).decode() in ('WATCHDOG=1', 'READY=1\\nSTATUS=generation 1')
        end(service)
        print('good')
        """);
  }

  @Test
  void theWatchdogOfAnotherProcessIsNotFed() throws Exception {
    manager(
        """
        service = supervise('--', 'sleep', '600', WATCHDOG_USEC='1000', WATCHDOG_PID='1')
        wait(service, 'ready')
        end(service)
        assert 'WATCHDOG=1' not in waiting()
        print('good')
        """);
  }
}
