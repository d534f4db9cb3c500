package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Running;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The page of the map, in a browser.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(180)
class MapPageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Both end when their input does, which is when the test ends.
  private static final String PIPE =
      "exec 3<&0; sed n <&3 3<&- | cat 3<&- & exec 3<&-; echo $! $(jobs -p); wait";

  @TempDir Path folder;

  @Test
  void itShowsAPipeAndADeadlockAndFindsThem() throws Exception {
    Foreign.require("chromium");
    Foreign.require("python3");
    try (var pipe = Foreign.start("bash", "-c", PIPE);
        var page = Rohrpost.start("map", "--web");
        var browser = new Browser(folder)) {
      var pids = pipe.line(PATIENCE).split(" ", -1);
      browser.open(page.line(PATIENCE));
      browser.await("live", "document.getElementById('status')?.textContent", PATIENCE);
      connected(browser, pids[1], pids[0]);

      var listed =
          "[...document.querySelectorAll('#findings .error')].some((item) => item.textContent.includes('(%1)'))";
      String told;
      try (var deadlock = deadlock()) {
        told = listed.replace("%1", Long.toString(deadlock.pid()));
        browser.await("true", told, PATIENCE);
        var red = "window.graph.getElementById('pid:%1').hasClass('bad')";
        browser.await("true", red.replace("%1", Long.toString(deadlock.pid())), PATIENCE);
        browser.await("true", "window.graph.edges('.bad').length > 0", PATIENCE);
      }
      browser.await("false", told, PATIENCE);

      search(browser, "pipe:no-such");
      browser.await("0", "window.graph.nodes().length", PATIENCE);
      search(browser, pids[0]);
      browser.await("1", "window.graph.getElementById('pid:" + pids[0] + "').length", PATIENCE);
      browser.await("0", "window.graph.getElementById('pid:1').length", PATIENCE);
      var screenshot = System.getProperty("rohrpost.screenshot", "");
      if (!screenshot.isEmpty()) {
        browser.screenshot(Path.of(screenshot));
      }
    }
  }

  /// The writer, the pipe and the reader are drawn, and joined in this order.
  private static void connected(Browser browser, String writer, String reader) throws Exception {
    var script =
        "window.graph.getElementById('pid:%1').outgoers('node').outgoers('node')"
            + ".some((node) => node.id() === 'pid:%2')";
    browser.await("true", script.replace("%1", writer).replace("%2", reader), PATIENCE);
  }

  private static void search(Browser browser, String text) throws Exception {
    browser.evaluate(
        "(document.getElementById('search').value = '"
            + text
            + "', document.getElementById('search').dispatchEvent(new Event('input')))");
  }

  /// A parent that waits for a child, which waits until its parent reads; it ends with its parent.
  private static Deadlock deadlock() throws InterruptedException {
    var program =
        """
        import os, subprocess, sys
        print(os.getpid(), flush=True)
        child = [sys.executable, '-c', 'print("x" * 1000000)']
        subprocess.Popen(child, stdout=subprocess.PIPE).wait()
        """;
    var running = Foreign.start("python3", "-c", program);
    return new Deadlock(running, Long.parseLong(running.line(PATIENCE)));
  }

  private record Deadlock(Running running, long pid) implements AutoCloseable {
    @Override
    public void close() {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      running.close();
    }
  }

  @Test
  void aPortInUseIsOneLine() throws Exception {
    try (var page = Rohrpost.start("map", "--web")) {
      var url = page.line(PATIENCE);
      var address = url.replaceFirst("http://([^/]*)/.*", "$1");
      var second = Rohrpost.run("map", "--web", address);
      assertThat(second.status()).isEqualTo(1);
      assertThat(second.err())
          .startsWith("rohrpost: bind(" + address + "): EADDRINUSE: ")
          .containsOnlyOnce("\n");
    }
  }

  @Test
  void onlyThisMachineIsServed() throws Exception {
    var output = Rohrpost.run("map", "--web", "0.0.0.0:8080");
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.err())
        .contains("'0.0.0.0:8080' is not this machine alone")
        .containsOnlyOnce("\n");
  }

  @Test
  void aSignalEndsIt() throws Exception {
    try (var page = Rohrpost.start("map", "--web")) {
      page.line(PATIENCE);
      page.handle().destroy();
      assertThat(page.await(PATIENCE).status()).isEqualTo(143);
    }
  }
}
