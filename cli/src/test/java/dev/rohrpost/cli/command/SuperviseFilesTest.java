package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `rohrpost supervise` makes in the file system, and what it leaves when it is killed.
@Timeout(120)
class SuperviseFilesTest {
  @TempDir Path folder;

  /// Ends it as the kernel would when memory is short, and waits until it and its workers are gone.
  private void killed(ProcessBuilder builder) throws Exception {
    try (var service = SupervisedService.start(folder, builder)) {
      service.worker();
      SupervisedService.signal("KILL", service.pid());
      service.killWorkers();
    }
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /// In a container the supervisor is process 1, every time.
  @Test
  void aContainerStartsAgainAfterAHardStop() throws Exception {
    Foreign.require("unshare");
    var container = "exec unshare --pid --fork --mount-proc --kill-child";
    var supervise = " bash -c 'exec rohrpost supervise --pid-file run.pid -- sleep 600'";
    for (var times = 0; times < 2; times++) {
      killed(Rohrpost.shellBuilder(container + supervise));
      assertThat(folder.resolve("run.pid")).hasContent("1");
    }
    var last =
        Rohrpost.shellBuilder(
            container
                + " bash -c 'rohrpost supervise --min-uptime 0s --pid-file run.pid -- sleep 600 & s=$!;"
                + " until [ -s run.pid ] && [ $(cat run.pid) != 1 ]; do sleep 0.05; done; kill $s; wait $s'");
    try (var service = SupervisedService.start(folder, last)) {
      service.worker();
      assertThat(service.end().orFail().out()).contains("\"stopped\",\"failed\":false");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"022, rw-r--r--", "077, rw-------", "000, rw-r--r--"})
  void othersMayReadThePidFileAsFarAsTheUmaskAllows(String umask, String mode) throws Exception {
    var line = "umask " + umask + "; exec rohrpost supervise --pid-file run.pid -- sleep 600";
    try (var service = SupervisedService.start(folder, Rohrpost.shellBuilder(line))) {
      service.worker();
      assertThat(mode(folder.resolve("run.pid"))).isEqualTo(mode);
      service.send("TERM").end().orFail();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"'', rw-------", "--socket-mode 0660, rw-rw----", "--socket-mode 0666, rw-rw-rw-"})
  void aSocketIsForThoseWhomItsModeNames(String option, String mode) throws Exception {
    var line = "umask 0; exec rohrpost supervise --listen unix:s " + option + " -- sleep 600";
    try (var service = SupervisedService.start(folder, Rohrpost.shellBuilder(line))) {
      service.event("listening");
      assertThat(mode(folder.resolve("s"))).isEqualTo(mode);
      service.send("TERM").end().orFail();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatKilledOnesHaveLeftIsRemovedByTheNext() throws Exception {
    var temporary = Files.createDirectory(folder.resolve("tmp"));
    var socket = "--listen unix:s --pid-file run.pid -- sleep 600";
    var options = "export JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary + "; exec ";
    var line = options + "rohrpost supervise " + socket;
    killed(Rohrpost.shellBuilder(line));
    var left = names(temporary);
    assertThat(left).hasSize(1).allMatch(name -> name.startsWith("rohrpost-supervise."));
    try (var service = SupervisedService.start(folder, Rohrpost.shellBuilder(line))) {
      service.ready(1);
      assertThat(names(temporary)).hasSize(1).doesNotContainAnyElementsOf(left);
      service.send("TERM").end().orFail();
    }
    assertThat(temporary).isEmptyDirectory();
    assertThat(names(folder)).containsExactly("tmp");
  }

  private static List<String> names(Path place) throws Exception {
    try (var files = Files.list(place)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
