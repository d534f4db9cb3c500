package dev.rohrpost.cli.map.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rohrpost.UnixException;
import dev.rohrpost.cli.map.Frame;
import dev.rohrpost.socket.InternetAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Serves the page, on loopback only and to those who know the token. Each client has a virtual
/// thread.
public final class MapServer implements AutoCloseable {
  private static final String EVENTS = "events";

  /// The one style sheet that cytoscape adds to the page, which tells how its canvases lie.
  private static final String CYTOSCAPE_STYLE =
      "'sha256-pgvDUBa4IjFA2yuSJ2cqcyxmNYJMborsd0ORcRv9vw8='";

  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  static {
    // A client that does not finish its request keeps no thread for ever.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Token token = Token.random();
  private final Gate gate;
  private final Watching watching;

  private MapServer(HttpServer server, Watching watching) {
    this.server = server;
    this.watching = watching;
    var names = new HashSet<>(Asset.ALL.keySet());
    names.add(EVENTS);
    this.gate = new Gate(server.getAddress().getPort(), token, names);
  }

  /// Starts a server.
  ///
  /// @param address of this machine only
  /// @param look takes a picture, at most so often
  /// @param pause between two pictures
  /// @param log gets a line when something is wrong
  /// @return the server, which runs until it is closed
  /// @throws UnixException with EADDRINUSE, EACCES, EADDRNOTAVAIL
  /// @throws IllegalArgumentException if others could reach the address
  public static MapServer start(
      InetSocketAddress address, Look look, Duration pause, Consumer<String> log)
      throws IOException {
    if (!address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          address.getHostString() + " is no address of this machine alone; 127.0.0.1 and ::1 are");
    }
    var server = bound(address);
    var watching = new Watching(look, pause, log);
    var result = new MapServer(server, watching);
    server.setExecutor(result.threads);
    server.createContext("/", result::handle);
    server.start();
    watching.start();
    return result;
  }

  private static HttpServer bound(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, 0);
    } catch (BindException e) {
      throw UnixException.of(
          "bind", new InternetAddress(address.getAddress(), address.getPort()).toString(), e);
    }
  }

  /// {@return where the page is; whoever knows it can see the page}
  public String url() {
    var address = server.getAddress();
    return "http://"
        + new InternetAddress(address.getAddress(), address.getPort())
        + "/"
        + token.text()
        + "/";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      secure(exchange);
      switch (gate.judge(
          exchange.getRequestMethod(),
          exchange.getRequestURI().getRawPath(),
          headers.getOrDefault("Host", List.of()),
          headers.getOrDefault("Origin", List.of()))) {
        case Gate.Verdict.Refused(var status, var reason) -> refuse(exchange, status, reason);
        case Gate.Verdict.Admitted(var name) when name.equals(EVENTS) -> stream(exchange);
        case Gate.Verdict.Admitted(var name) -> {
          var asset = Asset.ALL.get(name);
          if (asset == null) {
            throw new IllegalStateException(name);
          }
          answer(exchange, 200, asset.type(), asset.bytes());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Nothing but what this server sends may be run or shown, and nobody may frame or keep it.
  private static void secure(HttpExchange exchange) {
    var headers = exchange.getResponseHeaders();
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self' "
            + CYTOSCAPE_STYLE
            + "; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  private static void refuse(HttpExchange exchange, int status, String reason) throws IOException {
    if (status == 405) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
    }
    exchange.getResponseHeaders().set("Connection", "close");
    answer(exchange, status, "text/plain; charset=utf-8", utf8(reason + "\n"));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] content)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, content.length);
    exchange.getResponseBody().write(content);
  }

  /// Sends what has changed, and after a while of silence a sign of life, by which a client is
  /// noticed that has gone. Who comes back after a pause begins anew: `Last-Event-ID` is of no use.
  private void stream(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, 0);
    var out = exchange.getResponseBody();
    out.write(utf8("retry: 1000\n\n"));
    out.flush();
    watching.join();
    try {
      var shown = new Watching.Seen(Frame.EMPTY, 0);
      while (!watching.isClosed()) {
        var seen = watching.after(shown.version(), HEARTBEAT);
        var news = seen.version() == 0 ? "" : seen.frame().since(shown.frame());
        out.write(
            utf8(news.isEmpty() ? ":\n\n" : "id: " + seen.version() + "\ndata: " + news + "\n\n"));
        out.flush();
        shown = seen.version() == 0 ? shown : seen;
      }
    } finally {
      watching.leave();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Ends it at once, with all its clients.
  @Override
  public void close() {
    watching.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
