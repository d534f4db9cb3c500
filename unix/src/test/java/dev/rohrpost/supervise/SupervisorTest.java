package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import dev.rohrpost.supervise.Supervisor.Request;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class SupervisorTest {
  private static final ListenAddress ANY_PORT = new ListenAddress.Tcp("127.0.0.1", 0);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path directory;

  private Service server(String... words) throws InterruptedException {
    var python = Supervised.python();
    var program = Program.of(python, Supervised.worker(directory).toString());
    return Service.of(words.length == 0 ? program : program.withArguments(arguments(words)))
        .withListen(List.of(ANY_PORT));
  }

  private String[] arguments(String... words) {
    var all = new String[words.length + 1];
    all[0] = directory.resolve("worker.py").toString();
    System.arraycopy(words, 0, all, 1, words.length);
    return all;
  }

  private static Service shell(String script) {
    return Service.of(Program.of("sh", "-c", script));
  }

  @Test
  void workersAnswerOnTheSocketThatTheParentHasOpened() throws Exception {
    try (var service = Supervised.run(server().withWorkers(2))) {
      var address = service.await(Event.Listening.class).addresses().getFirst();
      service.await(Event.Ready.class);
      var pid = Long.parseLong(Supervised.curl(address));
      assertThat(ProcessHandle.of(pid)).isPresent();
      service.request(Request.STOP);
      service.awaitStopped();
      assertThat(service.seen()).last().isEqualTo(new Event.Stopped(false));
    }
  }

  @Test
  void noRequestIsLostInThreeGracefulRestartsUnderLoad() throws Exception {
    try (var service = Supervised.run(server().withWorkers(2))) {
      var tcp = (ListenAddress.Tcp) service.await(Event.Listening.class).addresses().getFirst();
      service.await(Event.Ready.class);
      var url = "http://127.0.0.1:" + tcp.port() + "/";
      try (var load = Foreign.start("ab", "-q", "-l", "-r", "-n", "20000", "-c", "8", url)) {
        for (var generation = 2; generation <= 4; generation++) {
          var wanted = generation;
          service.request(Request.GRACEFUL_RESTART);
          service.await(Event.Ready.class, ready -> ready.generation() == wanted);
          for (var old = 0; old < 2; old++) {
            service.await(Event.WorkerExited.class, e -> e.generation() == wanted - 1);
          }
        }
        var output = load.await(PATIENCE);
        assertThat(output.status()).as(output.toString()).isZero();
        assertThat(output.out()).containsPattern("Complete requests: +20000");
        assertThat(output.out()).containsPattern("Failed requests: +0\n");
        assertThat(output.out()).doesNotContain("Non-2xx");
      }
      service.request(Request.STOP);
      service.awaitStopped();
    }
  }

  @Test
  void aRestartEndsTheOldWorkersFirst() throws Exception {
    try (var service = Supervised.run(server())) {
      service.await(Event.Ready.class);
      service.request(Request.RESTART);
      service.await(Event.Reload.class);
      var exited = service.await(Event.WorkerExited.class);
      assertThat(exited.expected()).isTrue();
      assertThat(service.await(Event.WorkerStarted.class).generation()).isEqualTo(2);
      service.await(Event.Ready.class, ready -> ready.generation() == 2);
      service.request(Request.STOP);
      service.awaitStopped();
    }
  }

  @Test
  void aGracefulStopRefusesConnectionsAndLetsWorkersFinish() throws Exception {
    try (var service = Supervised.run(server())) {
      var address = (ListenAddress.Tcp) service.await(Event.Listening.class).addresses().getFirst();
      service.await(Event.WorkerReady.class);
      service.request(Request.GRACEFUL_STOP);
      assertThat(service.await(Event.Stopping.class).graceful()).isTrue();
      service.awaitStopped();
      assertThatThrownBy(() -> new java.net.Socket(address.host(), address.port()).close())
          .isInstanceOf(java.net.ConnectException.class);
    }
  }

  @Test
  @Row("F10")
  void aSecondTermKillsWorkersThatDoNotEnd() throws Exception {
    var deaf =
        shell(
            "trap '' TERM; echo READY > "
                + directory.resolve("up")
                + "; while :; do sleep 1000; done");
    try (var service = Supervised.run(deaf.withGrace(Duration.ofDays(1)))) {
      service.await(Event.Ready.class);
      while (!Files.exists(directory.resolve("up"))) {
        Thread.onSpinWait();
      }
      service.request(Request.STOP);
      service.await(Event.WorkerStopping.class);
      service.request(Request.STOP);
      var exited = service.await(Event.WorkerExited.class);
      assertThat(exited.status()).isEqualTo(new ExitStatus.Signalled(Signal.KILL, false));
      service.awaitStopped();
    }
  }

  @Test
  void afterTheGraceAWorkerIsKilled() throws Exception {
    var deaf =
        shell("trap '' TERM; : > " + directory.resolve("up") + "; while :; do sleep 1000; done");
    try (var service = Supervised.run(deaf.withGrace(Duration.ofMillis(50)))) {
      service.await(Event.Ready.class);
      while (!Files.exists(directory.resolve("up"))) {
        Thread.onSpinWait();
      }
      service.request(Request.STOP);
      var exited = service.await(Event.WorkerExited.class);
      assertThat(exited.status()).isEqualTo(new ExitStatus.Signalled(Signal.KILL, false));
    }
  }

  @Test
  void aWorkerThatDiesIsReplaced() throws Exception {
    try (var service = Supervised.run(server())) {
      var first = service.await(Event.WorkerStarted.class);
      service.await(Event.Ready.class);
      ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
      var exited = service.await(Event.WorkerExited.class);
      assertThat(exited.expected()).isFalse();
      var second = service.await(Event.WorkerStarted.class);
      assertThat(second.pid()).isNotEqualTo(first.pid());
      assertThat(second.generation()).isEqualTo(1);
      service.await(Event.WorkerReady.class);
    }
  }

  @Test
  void aWorkerThatCannotBeStartedForAWhileIsTriedAgain() throws Exception {
    var program = Files.createSymbolicLink(directory.resolve("program"), Path.of("/bin/sleep"));
    var service = Service.of(Program.of(program.toString(), "1000"));
    try (var running = Supervised.run(service)) {
      var first = running.await(Event.WorkerStarted.class);
      Files.delete(program);
      ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
      assertThat(running.await(Event.WorkerFailed.class).reason()).startsWith("execve(" + program);
      Files.createSymbolicLink(program, Path.of("/bin/sleep"));
      assertThat(running.await(Event.WorkerStarted.class).pid()).isNotEqualTo(first.pid());
    }
  }

  @Test
  void workersThatCrashAtOnceEndTheService() throws Exception {
    try (var service = Supervised.run(shell("exit 3").withMaxCrashes(3))) {
      assertThat(service.awaitFailed().cause()).isEqualTo(Event.Cause.CRASHES);
      assertThat(service.seen().stream().filter(Event.WorkerExited.class::isInstance)).hasSize(4);
      assertThat(service.seen()).last().isEqualTo(new Event.Stopped(true));
    }
  }

  @Test
  @Row("PROC-01")
  void aMissingProgramIsAnErrorBeforeAnythingCountsAsStarted() throws Exception {
    var pidFile = directory.resolve("run.pid");
    var socket = directory.resolve("socket");
    var missing =
        Service.of(Program.of("/no/such/program"))
            .withListen(List.of(new ListenAddress.Unix(socket)))
            .withPidFile(pidFile);
    try (var service = Supervised.run(missing)) {
      assertThatThrownBy(service::result)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(UnixException.NotFound.class);
    }
    assertThat(pidFile).doesNotExist();
    assertThat(socket).doesNotExist();
  }

  @Test
  @Row("F33")
  void aStaleSocketFileIsTakenOverAndAnythingElseIsNot() throws Exception {
    var stale = directory.resolve("stale");
    try (var server =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      server.bind(java.net.UnixDomainSocketAddress.of(stale));
    }
    var service = shell("exec sleep 1000").withListen(List.of(new ListenAddress.Unix(stale)));
    try (var running = Supervised.run(service)) {
      running.await(Event.Ready.class);
      assertThat(Files.getPosixFilePermissions(stale).toString()).doesNotContain("GROUP", "OTHERS");
      try (var second = Supervised.run(service)) { // somebody listens there now
        assertThatThrownBy(second::result)
            .cause()
            .isInstanceOfSatisfying(
                UnixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EADDRINUSE));
      }
      assertThat(stale).exists();
    }
    assertThat(stale).doesNotExist();
    var file = Files.writeString(directory.resolve("file"), "mine");
    var wrong = shell("exit").withListen(List.of(new ListenAddress.Unix(file)));
    try (var running = Supervised.run(wrong)) {
      assertThatThrownBy(running::result).cause().isInstanceOf(UnixException.AlreadyExists.class);
    }
    assertThat(file).hasContent("mine");
  }
}
