package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.WaitUntilState;
import dev.rohrpost.testkit.Foreign;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The browser of this machine, without a window, and one page in it.
///
/// Remembers what a page should not do: say something is wrong, and ask others.
final class Chromium implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private static final int WIDTH = 1400;
  private static final int HEIGHT = 900;

  private final Playwright playwright;
  private final Browser browser;
  private final Page page;
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  Chromium() {
    var program = Foreign.require("chromium");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      var flags = new BrowserType.LaunchOptions().setExecutablePath(program).setArgs(FLAGS);
      browser = playwright.chromium().launch(flags);
    } catch (Throwable e) {
      playwright.close();
      throw e;
    }
    page =
        browser
            .newContext(new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT))
            .newPage();
    PlaywrightAssertions.setDefaultAssertionTimeout((double) Rohrpost.PATIENCE.toMillis());
    page.setDefaultTimeout((double) Rohrpost.PATIENCE.toMillis());
    page.onRequest(request -> requests.add(request.url()));
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
  }

  Page page() {
    return page;
  }

  /// Goes to a page, which need not have loaded all of it: a stream of events never ends.
  Page open(String url) {
    page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
    return page;
  }

  /// Waits until a script comes to something true.
  ///
  /// @param given what the script gets, as `given`
  void await(String script, Object... given) {
    page.waitForFunction("given => " + script, given.length == 1 ? given[0] : List.of(given));
  }

  /// Fails if the page has complained, or has asked anybody but its own server.
  void assertWellBehaved() {
    assertThat(complaints).isEmpty();
    var own = URI.create(page.url()).getAuthority();
    assertThat(requests)
        .isNotEmpty()
        .allMatch(url -> url.startsWith("data:") || own.equals(URI.create(url).getAuthority()));
  }

  @Override
  public void close() {
    try (playwright) {
      browser.close();
    }
  }
}
