package dev.rohrpost.cli.command;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import dev.rohrpost.testkit.Running;

/// `rohrpost map --web` and a browser that shows its page.
final class WatchedMap implements AutoCloseable {
  private final Running command;
  private final Chromium browser;
  private final String url;

  /// Returns when the page has drawn something.
  WatchedMap() throws InterruptedException {
    this(Rohrpost.start("map", "--web"));
  }

  /// As above.
  ///
  /// @param map prints the address of the page first; is closed with this
  WatchedMap(Running map) throws InterruptedException {
    command = map;
    try {
      url = command.line(Rohrpost.PATIENCE);
      browser = showing(url);
    } catch (Throwable e) {
      command.close();
      throw e;
    }
  }

  private static Chromium showing(String url) {
    var browser = new Chromium();
    try {
      assertThat(browser.open(url).locator("#status")).hasText("live");
      browser.await("window.graph.nodes().length > 0");
      return browser;
    } catch (Throwable e) {
      browser.close();
      throw e;
    }
  }

  String url() {
    return url;
  }

  Page page() {
    return browser.page();
  }

  Chromium browser() {
    return browser;
  }

  /// Waits until a script comes to something true.
  ///
  /// @param given what it gets as `given`: itself if it is one, else an array
  void await(String script, Object... given) {
    browser.await(script, given);
  }

  /// The writer, the pipe and the reader are drawn, and joined in this order.
  void awaitConnected(String writer, String reader) {
    await(
        """
        window.graph.getElementById('pid:' + given[0]).outgoers('node').outgoers('node')
            .some((node) => node.id() === 'pid:' + given[1])\
        """,
        writer,
        reader);
  }

  /// Types something to search for, and waits until the page looks for anything, or for nothing.
  void search(String text) {
    page().locator("#search").fill(text);
    assertThat(page().locator("#reset"))
        .isVisible(new IsVisibleOptions().setVisible(!text.isEmpty()));
  }

  /// Clicks at the middle of the node whose name, and what follows it, is this.
  void click(String label) {
    await("window.graph.nodes().some((node) => node.data('label') === given)", label);
    page()
        .evaluate(
            """
            (label) => {
              const node = window.graph.nodes().filter((each) => each.data('label') === label)[0];
              window.graph.stop();
              window.graph.resize(); // a panel may just have taken some of its room
              window.graph.center(node);
            }\
            """,
            label);
    page().locator("#graph").click();
  }

  @Override
  public void close() {
    try (command) {
      browser.close();
    }
  }
}
