package dev.rohrpost.cli.command;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Running;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The page of the map, when there are two thousand processes.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(600)
class MapCrowdTest {
  private static final int WORKERS = 1000;
  private static final int PAIRS = 500;

  private static final int ALL = WORKERS + 2 * PAIRS;

  /// Whether the nodes whose names end with a text stand for so many processes.
  private static final String REPRESENTED =
      """
      window.graph.nodes('.process')
          .filter((node) => node.data('label').includes(given[0] + '\\n'))
          .reduce((sum, node) => sum + node.data('count'), 0) === given[1]\
      """;

  @Test
  void everybodyIsThereAndWhoIsSearchedIsFound() throws Exception {
    try (var crowd = Crowd.start();
        var pipe = PlantedPipe.start();
        var map = new WatchedMap()) {
      assertThat(inJson(crowd)).isEqualTo(ALL);
      map.await(REPRESENTED, crowd.suffix(), ALL);
      assertThat(map.page().evaluate("window.graph.nodes().length < 400")).isEqualTo(true);
      map.await(
          """
          window.graph.nodes('.process').reduce((sum, node) => sum + node.data('count'), 0)
              === Number.parseInt(document.getElementById('counts').textContent)\
          """);
      map.awaitConnected(pipe.writer(), pipe.reader());

      map.search("worker" + crowd.suffix() + " " + crowd.worker());
      map.await("window.graph.getElementById('pid:' + given).data('count') === 1", crowd.worker());
      map.await("window.graph.nodes('.process.many').length === 0");
      map.search("");
      map.awaitConnected(pipe.writer(), pipe.reader());
      map.await(REPRESENTED, crowd.suffix(), ALL);
      map.browser().assertWellBehaved();
    }
  }

  @Test
  void whoIsChosenIsUnfoldedAndNobodyElseMoves() throws Exception {
    try (var crowd = Crowd.start();
        var map = new WatchedMap()) {
      map.search(crowd.suffix());
      map.await(REPRESENTED, crowd.suffix(), ALL);
      var before = places(map, crowd);
      assertThat(before).asString().isNotEmpty();
      var writers = "writer" + crowd.suffix();
      map.click(writers + "\n×" + PAIRS);
      var details = map.page().locator("#details");
      assertThat(details.locator("h3")).hasText(writers + " ×" + PAIRS);
      var member = details.locator(".row button").first();
      var pid = member.textContent().replaceAll(".*\\((\\d+)\\)", "$1");
      member.click();
      assertThat(details).containsText("process " + pid);
      map.await("window.graph.getElementById('pid:' + given).data('count') === 1", pid);
      map.await(REPRESENTED, crowd.suffix(), ALL);
      assertThat(places(map, crowd)).isEqualTo(before);
      map.browser().assertWellBehaved();
    }
  }

  /// Where the folds of the crowd are.
  private static Object places(WatchedMap map, Crowd crowd) {
    return map.page()
        .evaluate(
            """
            (suffix) => window.graph.nodes('.process.many')
                .filter((node) => node.data('label').includes(suffix + '\\n'))
                .map((node) => node.id() + JSON.stringify(node.position())).sort().join()\
            """,
            crowd.suffix());
  }

  private static long inJson(Crowd crowd) throws InterruptedException {
    var json = Rohrpost.run("map", "--json").orFail().out();
    return Pattern.compile("\"name\":\"\\w+" + crowd.suffix() + "\"")
        .matcher(json)
        .results()
        .count();
  }

  /// Two thousand processes, which end when this is closed.
  ///
  /// @param suffix what their names end with
  /// @param worker the pid of the youngest
  private record Crowd(Running running, String suffix, String worker) implements AutoCloseable {
    static Crowd start() throws InterruptedException {
      var program = CProgram.of(MapCrowdTest.class, "crowd.c").toString();
      var running =
          Running.start(
              new ProcessBuilder(program, Integer.toString(WORKERS), Integer.toString(PAIRS)));
      var pids = running.line(Rohrpost.PATIENCE).split(" ", -1);
      return new Crowd(running, "-" + pids[0], pids[1]);
    }

    @Override
    public void close() {
      running.close();
    }
  }
}
