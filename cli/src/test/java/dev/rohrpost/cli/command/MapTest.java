package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MapTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Both end when their input does, which is when the test ends.
  private static final String PIPE =
      "exec 3<&0; sed n <&3 3<&- | cat 3<&- & exec 3<&-; echo $! $(jobs -p); wait";

  /// The client ends when the pipe does that its parent has.
  private static final String LISTENER =
      """
      import os, socket, sys
      listener = socket.socket()
      listener.bind(('127.0.0.1', 0))
      listener.listen(7)
      here, there = os.pipe()
      told, tell = os.pipe()
      client = os.fork()
      if client == 0:
          address = listener.getsockname()
          os.close(there)
          listener.close()
          client = socket.create_connection(address)
          os.write(tell, b'x')
          os.read(here, 1)
          os._exit(0)
      os.read(told, 1)
      print(os.getpid(), client, flush=True)
      sys.stdin.read()
      """;

  @TempDir Path folder;

  @Test
  void aPipeHasItsProcessesAtBothEnds() throws Exception {
    try (var pipe = Foreign.start("bash", "-c", PIPE)) {
      var pids = pipe.line(PATIENCE).split(" ", -1);
      var shown = Rohrpost.run("map", "--kind", "pipe,unix", "--pid", pids[0]).orFail().out();
      assertThat(shown)
          .containsPattern(
              "cat \\(" + pids[0] + "\\)  cat\n +0  <-- pipe +sed \\(" + pids[1] + "\\)")
          .containsPattern("sed \\(" + pids[1] + "\\)  sed n\n");
      var json = Rohrpost.run("map", "--json", "--pid", pids[0]).orFail().out();
      assertThat(json).contains("\"pid\":" + pids[0] + ",\"fd\":0,\"object\":\"pipe:");
    }
  }

  @Test
  void whoWaitsToBeAcceptedIsShownWithTheListener() throws Exception {
    try (var server = Python.start(LISTENER)) {
      var pids = server.line(PATIENCE).split(" ", -1);
      var shown = Rohrpost.run("map", "--kind", "tcp", "--pid", pids[1]).orFail().out();
      assertThat(shown)
          .containsPattern(
              "\\("
                  + pids[1]
                  + "\\)  .*\n +3  <-> tcp .* \\("
                  + pids[0]
                  + "\\) .*  waits to be accepted")
          .containsPattern(
              "\\("
                  + pids[0]
                  + "\\)  .*\n +3  <-> tcp .* \\("
                  + pids[1]
                  + "\\) .*  listening, 1 of 7 wait");
      var graph = Rohrpost.run("map", "--dot", "--pid", pids[0]).orFail().out();
      assertThat(graph)
          .containsPattern("\"pid:" + pids[1] + "\" -> \"tcp:\\d+\" \\[label=\"3 not accepted\"")
          .containsPattern("\"tcp:\\d+\" -> \"pid:" + pids[0] + "\" \\[label=\"3\"\\]");
    }
  }

  @Test
  void whatCannotBeDoneIsOneLine() throws Exception {
    var gone = Rohrpost.run("map", "--pid", "2147483647");
    assertThat(gone.status()).isEqualTo(1);
    assertThat(gone.err()).startsWith("rohrpost: open(/proc/2147483647): ESRCH: ");
    var file = folder.resolve("none/map.svg");
    var unwritten = Rohrpost.run("map", "--svg", file.toString());
    assertThat(unwritten.status()).isEqualTo(1);
    assertThat(unwritten.err()).startsWith("rohrpost: creat(" + file + "): ENOENT: ");
    var kind = Rohrpost.run("map", "--kind", "pipes");
    assertThat(kind.status()).isEqualTo(2);
    assertThat(kind.err()).contains("'pipes' is no kind of object; there are pipe, ");
    assertThat(Rohrpost.run("map", "--json", "--dot").status()).isEqualTo(2);
  }

  @Test
  void aPictureIsWrittenToItsFile() throws Exception {
    var file = folder.resolve("map.svg");
    Rohrpost.run("map", "--svg", file.toString()).orFail();
    assertThat(Files.readString(file)).startsWith("<?xml").endsWith("</svg>\n");
  }

  @Test
  void anOutputThatIsClosedEndsItQuietly() throws Exception {
    var output = Rohrpost.shell("rohrpost map --json --all | true; echo ${PIPESTATUS[0]}");
    assertThat(output.err()).isEmpty();
    assertThat(output.out().strip()).isIn("141", "0");
  }
}
