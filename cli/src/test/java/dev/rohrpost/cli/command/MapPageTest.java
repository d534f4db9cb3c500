package dev.rohrpost.cli.command;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Running;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The page of the map, in a browser.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
class MapPageTest {
  private static final String MARKUP = "<img src=x onerror=window.hacked=1>";

  /// Has markup, an escape and a mark that turns the writing around in its name, its command and
  /// the name of a FIFO; ends with its input.
  private static final String NAMED =
      """
      mkfifo "$1" && exec 3<>"$1" &&
      exec -a "$0" bash -c 'printf "<i id=x>\\033\\u202ex" >/proc/self/comm; echo $$; read'\
      """;

  /// Of the page and of a node.
  private static final String COLOURS =
      "[getComputedStyle(document.body).backgroundColor, window.graph.nodes()[0].style('color')]";

  private static final String POSITIONS =
      "(ids) => ids.map((id) => JSON.stringify(window.graph.getElementById(id).position()))";

  @TempDir Path folder;

  @Test
  void itShowsAPipeAndWhatIsSearched() throws Exception {
    try (var pipe = PlantedPipe.start();
        var map = new WatchedMap()) {
      map.awaitConnected(pipe.writer(), pipe.reader());
      map.search("pipe:no-such");
      map.await("window.graph.nodes().length === 0");
      assertThat(map.page().locator("#empty")).isVisible();
      map.search(pipe.reader());
      map.await("window.graph.getElementById('pid:' + given).length === 1", pipe.reader());
      map.await("window.graph.getElementById('pid:1').length === 0");
      map.page().keyboard().press("Escape");
      assertThat(map.page().locator("#search")).hasValue("");
      map.awaitConnected(pipe.writer(), pipe.reader());
      map.browser().assertWellBehaved();
    }
  }

  @Test
  void whatStaysKeepsItsPlace() throws Exception {
    try (var first = PlantedPipe.start();
        var map = new WatchedMap()) {
      map.awaitConnected(first.writer(), first.reader());
      map.await("!window.graph.nodes().some((node) => node.animated())");
      var ids = List.of("pid:" + first.writer(), "pid:" + first.reader());
      var before = map.page().evaluate(POSITIONS, ids);
      try (var second = PlantedPipe.start()) {
        map.awaitConnected(second.writer(), second.reader());
      }
      map.await("window.graph.getElementById('pid:' + given).length === 1", first.writer());
      assertThat(map.page().evaluate(POSITIONS, ids)).isEqualTo(before);
      map.browser().assertWellBehaved();
    }
  }

  @Test
  void aKindIsShownAlone() throws Exception {
    try (var pipe = PlantedPipe.start();
        var map = new WatchedMap()) {
      var kind = containing(map.page().locator("#kinds button"), "pipe");
      kind.click();
      assertThat(kind).hasAttribute("aria-pressed", "true");
      map.await("window.graph.nodes('.object').every((node) => node.hasClass('pipe'))");
      map.awaitConnected(pipe.writer(), pipe.reader());
      map.page().locator("#reset").click();
      assertThat(kind).hasAttribute("aria-pressed", "false");
      map.browser().assertWellBehaved();
    }
  }

  @Test
  void aClickShowsWhatIsKnown() throws Exception {
    try (var pipe = PlantedPipe.start();
        var map = new WatchedMap()) {
      var list = containing(map.page().locator("#processes button"), pipe.reader());
      map.search(pipe.reader());
      list.first().click();
      map.awaitConnected(pipe.writer(), pipe.reader());
      var details = map.page().locator("#details");
      map.click("cat\n" + pipe.reader());
      assertThat(details).isVisible();
      assertThat(details.locator("h3")).hasText("cat");
      assertThat(details).containsText("process " + pipe.reader());
      assertThat(containing(details.locator(".row"), "fd 0")).containsText("waits in read");
      containing(details.locator("button"), "sed (" + pipe.writer() + ")").first().click();
      assertThat(details.locator("h3")).hasText("sed");
      map.page().locator("#close").click();
      assertThat(details).isHidden();
    }
  }

  @Test
  void aDeadlockTurnsRedAndGoesAway() throws Exception {
    Foreign.require("python3");
    try (var map = new WatchedMap()) {
      Locator told;
      try (var deadlock = Deadlock.start()) {
        told = containing(map.page().locator("#findings .error"), "(" + deadlock.pid() + ")");
        map.await("window.graph.getElementById('pid:' + given).hasClass('bad')", deadlock.pid());
        map.await("window.graph.edges('.bad').length > 0");
        told.first().click();
        assertThat(map.page().locator("#details")).containsText("Who waits for whom");
      }
      assertThat(told).hasCount(0);
      map.browser().assertWellBehaved();
    }
  }

  @Test
  void namesAreTextAndNothingElse() throws Exception {
    var fifo = folder.resolve("<b id=hacked>").toString();
    try (var program = Foreign.start("bash", "-c", NAMED, MARKUP + "\u001b\u202e", fifo);
        var map = new WatchedMap()) {
      var pid = program.line(Rohrpost.PATIENCE);
      map.search(pid + " onerror");
      containing(map.page().locator("#processes button"), pid).first().click();
      var details = map.page().locator("#details");
      assertThat(details.locator("h3")).hasText("<i id=x>\\u{1b}\\u{202e}x");
      assertThat(details).containsText(MARKUP + "\\u{1b}\\u{202e}");
      assertThat(details).containsText("<b id=hacked>");
      map.await(
          "window.graph.getElementById('pid:' + given).data('label').startsWith('<i id=x>\\\\u{1b}')",
          pid);
      assertThat(map.page().locator("img, #x, #hacked")).hasCount(0);
      map.await("window.hacked === undefined");
      map.browser().assertWellBehaved();
    }
  }

  @Test
  void itIsLightOrDarkAsItsViewerLikes() throws Exception {
    try (var map = new WatchedMap()) {
      prefer(map, ColorScheme.LIGHT);
      var light = map.page().evaluate(COLOURS);
      prefer(map, ColorScheme.DARK);
      map.await(COLOURS + ".every((colour, i) => colour !== given[i])", light);
      prefer(map, ColorScheme.LIGHT);
      map.await(COLOURS + ".every((colour, i) => colour === given[i])", light);
      map.browser().assertWellBehaved();
    }
  }

  private static void prefer(WatchedMap map, ColorScheme scheme) {
    map.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  @Test
  void whoDoesNotKnowTheTokenIsRefused() throws Exception {
    try (var map = new WatchedMap()) {
      var origin = map.url().replaceFirst("(http://[^/]*/).*", "$1");
      var requests = map.page().request();
      for (var path : new String[] {"", "events", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/"}) {
        assertThat(requests.get(origin + path).status()).as(path).isEqualTo(403);
      }
      assertThat(requests.get(map.url() + "page.js").status()).isEqualTo(200);
      var stranger = map.page().context().newPage();
      stranger.navigate(origin);
      assertThat(stranger.locator("body")).containsText("wrong address");
    }
  }

  private static Locator containing(Locator locator, String text) {
    return locator.filter(new Locator.FilterOptions().setHasText(text));
  }

  /// A parent that waits for a child, which waits until its parent reads; it ends with its parent.
  private record Deadlock(Running running, String pid) implements AutoCloseable {
    static Deadlock start() throws InterruptedException {
      var program =
          """
          import os, subprocess, sys
          print(os.getpid(), flush=True)
          child = [sys.executable, '-c', 'print("x" * 1000000)']
          subprocess.Popen(child, stdout=subprocess.PIPE).wait()
          """;
      var running = Foreign.start("python3", "-c", program);
      return new Deadlock(running, running.line(Rohrpost.PATIENCE));
    }

    @Override
    public void close() {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      running.close();
    }
  }
}
