package dev.rohrpost.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// The JDK's HTTP server, as most programs use it, but with a virtual thread for each request.
final class JdkHttpEcho {
  private JdkHttpEcho() {}

  /// Returns the command that starts it at a port.
  static List<String> line(String port) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes = System.getProperty("java.class.path");
    return List.of(java, "-XX:+UseSerialGC", "-cp", classes, JdkHttpEcho.class.getName(), port);
  }

  /// Serves for ever.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var port = Integer.parseInt(arguments[0]);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", JdkHttpEcho::answer);
    server.start();
    new CountDownLatch(1).await();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var page =
        ("<html><body><h1>Hallo Webbrowser</h1>Deine Anfrage war ...<pre>"
                + exchange.getRequestMethod()
                + ' '
                + exchange.getRequestURI()
                + '\n'
                + exchange.getRequestHeaders()
                + "</pre></body></html>\n")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, page.length);
    try (var out = exchange.getResponseBody()) {
      out.write(page);
    }
  }
}
