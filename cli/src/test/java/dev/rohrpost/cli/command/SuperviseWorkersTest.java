package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Workers of every kind under `rohrpost supervise`.
@Timeout(180)
class SuperviseWorkersTest {
  private static final String BACKGROUND = "it has probably put itself in the background";

  @TempDir Path folder;

  private SupervisedService start(String options, String script) {
    var words = (options + " -- sh -c").split(" ", -1);
    var all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = script;
    return SupervisedService.start(folder, all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --min-uptime 200ms              | exec sleep 600
          --min-uptime 0s                 | exec sleep 600
          --notify                        | systemd-notify --ready; exec sleep 600
          --notify                        | sleep 1; systemd-notify --ready; exec sleep 600
          --min-uptime 80s                | systemd-notify --ready; exec sleep 600
          --workers 3 --min-uptime 200ms  | sleep 600 & wait
          --grace 200ms --min-uptime 1s   | trap '' TERM; sleep 600 & wait
          --grace 200ms --min-uptime 1s   | trap '' TERM; sleep 600 & exec sleep 600
          """)
  void aWorkerGetsReadyAndEndsWithAllItHasStarted(String options, String script) throws Exception {
    Foreign.require("systemd-notify");
    try (var service = start(options, script)) {
      service.ready(1);
      service.send("TERM");
      assertThat(service.end().orFail().out()).contains("\"stopped\",\"failed\":false");
      assertThat(service.left()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --notify --ready-timeout 1s            | exec sleep 600           | not_ready     | raise --ready-timeout
          --ready-timeout 2s                     | sleep 0.5; exit 3        | crashes       | again and again
          --min-uptime 3s                        | sleep 1.5; exit 3        | crashes       | again and again
          --min-uptime 500ms                     | sleep 1.5; exit 3        | crashes       | again and again
          --min-uptime 500ms                     | kill -SEGV $$            | crashes       | again and again
          --notify                               | exit 0                   | crashes       | background
          --ready-timeout 60s                    | setsid sleep 600 & exit 0 | in_background | background
          --ready-timeout 60s                    | sleep 600 & exit 0       | in_background | background
          """)
  void aVersionThatIsBrokenFromTheBeginningEndsTheWhole(
      String options, String script, String cause, String reason) throws Exception {
    try (var service = start(options + " --max-crashes 1", script)) {
      service.event("generation_failed", "\"cause\":\"" + cause);
      service.left().forEach(ProcessHandle::destroyForcibly); // one with a session of its own
      var output = service.end();
      assertThat(output.status()).isEqualTo(1);
      assertThat(output.out().lines().toList())
          .last()
          .asString()
          .startsWith("rohrpost: ")
          .contains(reason);
    }
  }

  /// As it is when it is installed, so it is what people try first.
  @Test
  void nginxInTheBackgroundIsNamed() throws Exception {
    Foreign.require("nginx");
    Files.writeString(
        folder.resolve("nginx.conf"), "pid nginx.pid; error_log e; events {} http {access_log a;}");
    var conf = folder.resolve("nginx.conf").toString();
    try (var service =
        SupervisedService.start(folder, "--", "nginx", "-p", folder.toString(), "-c", conf)) {
      service.event("left_over", "\"name\":\"nginx\"");
      var output = service.end();
      assertThat(output.status()).isEqualTo(1);
      assertThat(output.out()).contains(BACKGROUND, "daemon off;");
    }
  }

  /// Nothing is wrong with a worker that has served for a while and ends with 0.
  @Test
  void aWorkerThatEndsWellIsReplacedForEver() throws Exception {
    try (var service = start("--max-crashes 0 --min-uptime 200ms", "exec sleep 1.1")) {
      for (var times = 0; times < 3; times++) {
        service.worker();
      }
      service.send("TERM");
      service.end().orFail();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rm w.sh, ENOENT",
    "chmod a-x w.sh, EACCES",
    "echo nonsense >new && chmod +x new && mv new w.sh, ENOEXEC",
    "rm w.sh && mkdir w.sh, EACCES"
  })
  void startsThatFailCountAsCrashes(String change, String errno) throws Exception {
    worker("exec sleep 600");
    try (var service =
        SupervisedService.start(folder, "--max-crashes", "3", "--min-uptime", "0s", "./w.sh")) {
      var pid = service.worker();
      service.ready(1);
      Rohrpost.shell("cd \"$1\" && " + change, folder.toString()).orFail();
      SupervisedService.signal("KILL", pid);
      var output = service.end();
      assertThat(output.status()).isEqualTo(1);
      assertThat(output.out().lines().filter(line -> line.contains("worker_failed"))).hasSize(3);
      assertThat(output.out().lines().toList())
          .last()
          .asString()
          .startsWith("rohrpost: the workers cannot be started: execve(./w.sh): " + errno);
    }
  }

  @Test
  void aWorkerComesBackWithItsProgram() throws Exception {
    worker("exec sleep 600");
    try (var service = SupervisedService.start(folder, "--workers", "2", "./w.sh")) {
      var pid = service.worker();
      service.ready(1);
      Files.delete(folder.resolve("w.sh"));
      SupervisedService.signal("KILL", pid);
      service.event("worker_failed", "ENOENT");
      worker("echo I am another; exec sleep 600");
      service.await("I am another");
      service.send("TERM");
      service.end().orFail();
    }
  }

  private void worker(String script) throws Exception {
    var file = Files.writeString(folder.resolve("new"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(file, folder.resolve("w.sh"));
  }

  /// Limits can be reached, and no more, while a service runs.
  @Test
  void whereNoProcessMayBeStartedItGoesOnWhenOneMay() throws Exception {
    Foreign.require("setpriv");
    Foreign.require("prlimit");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    var user = "setpriv --reuid 64123 --clear-groups ";
    var words = "rohrpost supervise --min-uptime 0s --max-crashes 20 -- sleep 600";
    var builder = Rohrpost.shellBuilder("exec " + user + words);
    try (var service = SupervisedService.start(folder, builder)) {
      var pid = service.worker();
      service.ready(1);
      var limit = user + "prlimit --pid " + service.pid() + " --nproc=";
      Rohrpost.shell(limit + "1:").orFail();
      SupervisedService.signal("KILL", pid);
      service.event("worker_failed", "EAGAIN");
      Rohrpost.shell(limit + "1000:").orFail();
      service.worker();
      service.send("TERM");
      service.end().orFail();
    }
  }

  /// A broken new version, whatever is wrong with it, leaves the old one alone.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 1",
        "exit 0",
        "setsid sleep 600 & exit 0",
        "sleep 600 & exit 0",
        "exec sleep 600", // never ready, as those before it have said READY=1
        "trap '' TERM; sleep 600 & wait",
        "kill -ABRT $$"
      })
  void theOldVersionGoesOn(String broken) throws Exception {
    Foreign.require("systemd-notify");
    worker("systemd-notify --ready; exec sleep 600");
    var words = new String[] {"--max-crashes", "1", "--ready-timeout", "5s", "--grace", "1s"};
    var all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = "./w.sh";
    try (var service = SupervisedService.start(folder, all)) {
      var old = service.worker();
      service.ready(1);
      Files.delete(folder.resolve("w.sh"));
      worker(broken);
      service.send("USR1").event("generation_failed", "\"generation\":2");
      assertThat(ProcessHandle.of(old)).isPresent();
      assertThat(service.seen()).doesNotContain("\"worker_stopping\",\"pid\":" + old);
      for (var process : service.left()) {
        if (process.pid() != old && isSleepOfItsOwnSession(process)) {
          process.destroyForcibly();
        }
      }
      service.send("TERM");
      service.end().orFail();
      assertThat(service.left()).isEmpty();
    }
  }

  private static boolean isSleepOfItsOwnSession(ProcessHandle process) throws Exception {
    var pid = Long.toString(process.pid());
    return Rohrpost.shell("ps -o sid= -p " + pid).out().strip().equals(pid);
  }
}
