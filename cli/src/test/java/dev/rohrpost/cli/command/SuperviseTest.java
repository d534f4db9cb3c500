package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class SuperviseTest {
  @TempDir Path folder;

  @Test
  @Row("BOX-03")
  void termEndsTheWorkersAndRemovesWhatWasMade() throws Exception {
    var socket = folder.resolve("server.sock");
    var pidFile = folder.resolve("run.pid");
    var other = Files.createFile(folder.resolve("other"));
    var builder =
        Rohrpost.builder(
            "supervise",
            "--listen",
            "unix:" + socket,
            "--pid-file",
            pidFile.toString(),
            "--workers",
            "2",
            "--",
            "sh",
            "-c",
            "echo up $LISTEN_FDS; exec sleep 600");
    try (var supervise = Running.start(builder)) {
      assertThat(supervise.line(Rohrpost.PATIENCE)).isEqualTo("up 1");
      assertThat(supervise.line(Rohrpost.PATIENCE)).isEqualTo("up 1");
      assertThat(socket).exists();
      assertThat(Files.readString(pidFile).strip()).isEqualTo(Long.toString(supervise.pid()));
      Rohrpost.shell("kill -TERM " + supervise.pid()).orFail();
      var output = supervise.await(Rohrpost.PATIENCE).orFail();
      assertThat(output.err().lines())
          .allMatch(line -> line.startsWith("{\"event\":\"") && line.endsWith("}"))
          .anyMatch(line -> line.matches(".*\"worker_started\",\"pid\":\\d+,\"generation\":1,.*"))
          .anyMatch(line -> line.contains("\"worker_exited\"") && line.contains("\"SIGTERM\""))
          .anyMatch(line -> line.contains("\"stopping\""))
          .last()
          .asString()
          .contains("\"stopped\",\"failed\":false");
    }
    assertThat(socket).doesNotExist();
    assertThat(pidFile).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void aWorkerThatCrashesAtOnceEndsTheWhole() throws Exception {
    var output = Rohrpost.run("supervise", "--max-crashes", "1", "--", "false");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err().lines().toList())
        .last()
        .asString()
        .startsWith("rohrpost: workers end by themselves");
  }

  @ParameterizedTest
  @CsvSource({
    "-- no-such-program-here, 127, ENOENT",
    "-- /etc, 126, EACCES",
    "--listen tcp://192.0.2.1:80 -- sleep 1, 1, EADDRNOTAVAIL",
    "--listen udp://127.0.0.1:80 -- sleep 1, 2, --listen",
    "--workers 0 -- sleep 1, 2, worker",
    "--graceful-signal FROBNICATE -- sleep 1, 2, FROBNICATE",
    "--workers 2, 2, PROGRAM"
  })
  @Row("BOX-01")
  void whatCannotBeStartedIsSaid(String words, int status, String reason) throws Exception {
    var output = Rohrpost.shell("rohrpost supervise " + words);
    assertThat(output.status()).isEqualTo(status);
    assertThat(output.err().lines().toList())
        .last()
        .asString()
        .startsWith("rohrpost: ")
        .contains(reason);
  }
}
