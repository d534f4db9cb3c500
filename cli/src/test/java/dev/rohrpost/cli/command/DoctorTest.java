package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DoctorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String STUCK =
      """
      import os, subprocess, sys
      print(os.getpid(), flush=True)
      child = [sys.executable, '-c', 'print("x" * 1000000)']
      subprocess.Popen(child, stdout=subprocess.PIPE).wait()
      """;

  private static final String OPEN = "printf %s \"$1\" >/proc/$$/comm; exec 3<\"$0\"";

  @TempDir Path folder;

  @Test
  void whatIsStuckIsNamedOnceItIs() throws Exception {
    try (var watch = Rohrpost.start("doctor", "--watch", "--json", "--interval", "100ms");
        var stuck = Foreign.start("python3", "-c", STUCK)) {
      var pid = stuck.line(PATIENCE);
      line(watch, "appeared", pid);

      var output = Rohrpost.run("doctor", "--pid", pid);
      assertThat(output.status()).isEqualTo(20);
      assertThat(output.out())
          .startsWith("ERROR  waits for a child that waits for it (")
          .contains(
              "(pid " + pid + ")  wait4 -> waits for: ", "  write fd 1 -> pipe:", "what to do: ");
      var json = Rohrpost.run("doctor", "--pid", pid, "--json");
      assertThat(json.status()).isEqualTo(20);
      assertThat(json.out())
          .startsWith("{\"findings\":[{\"kind\":\"waits_for_child\",\"tier\":\"")
          .contains("\"severity\":\"error\"", "\"scanned\":{\"processes\":");

      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      line(watch, "resolved", pid);
    }
  }

  /// Nobody is sure of them, but a person should look.
  @Test
  void warningsThatAreOpenHaveAStatusOfTheirOwn() throws Exception {
    try (var one = opensFifo(folder.resolve("one"), "one");
        var other = opensFifo(folder.resolve("other"), "other")) {
      var pid = Long.toString(one.pid());
      awaitCrossed(pid);
      var text = Rohrpost.run("doctor", "--pid", pid);
      assertThat(text.status()).isEqualTo(10);
      assertThat(text.out())
          .startsWith("WARNING  FIFO open waits for the other end (open): ")
          .contains("one (" + pid + ")", "other (" + other.pid() + ")");
      var json = Rohrpost.run("doctor", "--pid", pid, "--json");
      assertThat(json.status()).isEqualTo(10);
      assertThat(json.out()).contains("\"tier\":\"open\",\"severity\":\"warning\"");
    }
  }

  /// Anybody may call a program and a file like this.
  @Test
  void noNameBreaksWhatIsSaid() throws Exception {
    var name = "e\u001b[31m\nv\"<b>&"; // the kernel keeps 15 bytes
    try (var one = opensFifo(folder.resolve("1" + name), name);
        var _ = opensFifo(folder.resolve("2" + name), name)) {
      var pid = Long.toString(one.pid());
      awaitCrossed(pid);
      var text = Rohrpost.run("doctor", "--pid", pid).out();
      assertThat(text.lines())
          .allMatch(line -> line.codePoints().noneMatch(Character::isISOControl))
          .filteredOn(line -> line.contains("e\\033[31m\\nv\"<b>&"))
          .hasSizeGreaterThan(4);
      var json = Rohrpost.run("doctor", "--pid", pid, "--json").out();
      assertThat(json.lines()).hasSize(1);
      assertThat(json.strip().codePoints()).noneMatch(Character::isISOControl);
      assertThat(json).contains("\"name\":\"e\\u001B[31m\\nv\\\"<b>&\"");
    }
  }

  /// Starts a program of this name that opens a FIFO, to which nobody will write.
  private static Running opensFifo(Path fifo, String name) throws Exception {
    Foreign.run(PATIENCE, "mkfifo", fifo.toString()).orFail();
    return Foreign.start("sh", "-c", OPEN, fifo.toString(), name);
  }

  /// Waits until the doctor sees two who open FIFOs of one folder.
  private static void awaitCrossed(String pid) throws Exception {
    try (var watch = Rohrpost.start("doctor", "--watch", "--json", "--pid", pid)) {
      var line = watch.line(PATIENCE);
      while (!line.contains("\"severity\":\"warning\"")) {
        line = watch.line(PATIENCE);
      }
    }
  }

  /// Others may be stuck on this machine as well.
  private static void line(Running watch, String event, String pid) throws Exception {
    for (var line = watch.line(PATIENCE); ; line = watch.line(PATIENCE)) {
      if (line.startsWith("{\"event\":\"" + event + "\"")
          && line.contains("\"processes\":[{\"pid\":" + pid)) {
        return;
      }
    }
  }

  @Test
  void whoIsNotStuckIsNotFound() throws Exception {
    var output = Rohrpost.shell("rohrpost doctor --pid $$ --interval 50ms").orFail();
    assertThat(output.out()).startsWith("Nothing is stuck among ");
  }

  @Test
  void whoIsNotThereIsNotWaitedFor() throws Exception {
    for (var more : List.of("--json", "--watch")) {
      var output = Rohrpost.run("doctor", "--pid", "2147483647", "--interval", "1ms", more);
      assertThat(output.status()).isEqualTo(1);
      assertThat(output.out()).isEmpty();
      assertThat(output.err())
          .startsWith("rohrpost: open(/proc/2147483647): ESRCH: ")
          .containsOnlyOnce("\n");
    }
  }
}
