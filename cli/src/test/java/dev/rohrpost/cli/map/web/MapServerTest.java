package dev.rohrpost.cli.map.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.cli.map.Frame;
import dev.rohrpost.testkit.NoFdLeaks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The server, asked by clients that write every byte themselves.
@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class MapServerTest {
  private static final int PATIENCE = 20_000;

  private final AtomicInteger looks = new AtomicInteger();
  private final Semaphore looked = new Semaphore(0);

  @Test
  void thePageAndAllItNeedsAreThere() throws Exception {
    try (var server = server()) {
      for (var entry : Asset.ALL.entrySet()) {
        var answer = ask(server, "GET", path(server) + entry.getKey(), host(server));
        assertThat(answer)
            .startsWith("HTTP/1.1 200 OK\r\n")
            .containsIgnoringCase("Content-Type: " + entry.getValue().type())
            .containsIgnoringCase("Content-Security-Policy: default-src 'none'; script-src 'self';")
            .containsIgnoringCase("X-Content-Type-Options: nosniff")
            .containsIgnoringCase("Referrer-Policy: no-referrer")
            .containsIgnoringCase("Cache-Control: no-store");
      }
    }
  }

  @Test
  void strangersAreRefused() throws Exception {
    try (var server = server()) {
      var here = host(server);
      assertThat(ask(server, "GET", "/", here)).startsWith("HTTP/1.1 403");
      assertThat(ask(server, "GET", "/events", here)).startsWith("HTTP/1.1 403");
      assertThat(ask(server, "GET", "/" + "A".repeat(32) + "/", here)).startsWith("HTTP/1.1 403");
      assertThat(ask(server, "GET", path(server), "Host: evil.example\r\n"))
          .startsWith("HTTP/1.1 403");
      assertThat(ask(server, "GET", path(server), here + "Origin: http://evil.example\r\n"))
          .startsWith("HTTP/1.1 403");
      assertThat(ask(server, "POST", path(server), here + "Content-Length: 0\r\n"))
          .startsWith("HTTP/1.1 405");
      assertThat(ask(server, "GET", path(server) + "../../../../etc/passwd", here))
          .startsWith("HTTP/1.1 404")
          .doesNotContain("root:");
      assertThat(ask(server, "GET", path(server) + "MapServer.class", here))
          .startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void whatChangesIsSentToAllClientsFromOneLook() throws Exception {
    try (var server = server()) {
      var clients = new ArrayList<Socket>();
      try {
        for (var i = 0; i < 20; i++) {
          clients.add(listening(server));
        }
        for (var client : clients) {
          var lines = lines(client);
          assertThat(event(lines)).startsWith("data: {\"first\":true,");
          assertThat(event(lines)).startsWith("data: {\"first\":false,");
        }
        assertThat(looks.get()).isLessThan(200);
      } finally {
        for (var client : clients) {
          client.close();
        }
      }
    }
  }

  @Test
  void nobodyLooksWhenNobodyWatches() throws Exception {
    try (var server = server()) {
      assertThat(looks).hasValue(0);
      try (var client = listening(server)) {
        assertThat(event(lines(client))).startsWith("data: {\"first\":true,");
      }
      // The server notices with one of the next signs of life; then the looking stops.
      while (looked.tryAcquire(2, TimeUnit.SECONDS)) {
        assertThat(looks.get()).isLessThan(1000);
      }
      assertThat(ask(server, "GET", path(server), host(server))).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aFailedLookIsToldAndTheNextGoesOn() throws Exception {
    var told = new Semaphore(0);
    Look look =
        () -> {
          if (looks.incrementAndGet() == 1) {
            throw new IOException("no luck");
          }
          return frame(looks.get());
        };
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server =
            MapServer.start(address, look, Duration.ofMillis(20), line -> told.release());
        var client = listening(server)) {
      assertThat(told.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      assertThat(event(lines(client))).startsWith("data: {\"first\":true,");
    }
  }

  @Test
  void othersCannotReachIt() {
    var everybody = new InetSocketAddress("0.0.0.0", 0);
    assertThatThrownBy(() -> MapServer.start(everybody, () -> frame(0), Duration.ZERO, line -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127.0.0.1");
  }

  private MapServer server() throws IOException {
    return MapServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        () -> {
          looked.release();
          return frame(looks.incrementAndGet());
        },
        Duration.ofMillis(20),
        line -> {});
  }

  private static Frame frame(int number) {
    return new Frame(Map.of("p:1", "{\"pid\":" + number + "}"), "{\"findings\":[]}");
  }

  private static String path(MapServer server) {
    return URI.create(server.url()).getPath();
  }

  private static String host(MapServer server) {
    return "Host: 127.0.0.1:" + URI.create(server.url()).getPort() + "\r\n";
  }

  private static Socket connect(MapServer server) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
    socket.setSoTimeout(PATIENCE);
    return socket;
  }

  private static void send(Socket client, String method, String path, String headers)
      throws IOException {
    var request = method + " " + path + " HTTP/1.1\r\n" + headers + "\r\n";
    client.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
  }

  private static String ask(MapServer server, String method, String path, String headers)
      throws IOException {
    try (var client = connect(server)) {
      send(client, method, path, headers + "Connection: close\r\n");
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Socket listening(MapServer server) throws IOException {
    var client = connect(server);
    send(client, "GET", path(server) + "events", host(server) + "Last-Event-ID: 7\r\n");
    return client;
  }

  private static BufferedReader lines(Socket client) throws IOException {
    return new BufferedReader(
        new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String event(BufferedReader lines) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: ")) {
        return line;
      }
    }
    throw new AssertionError("the stream has ended");
  }
}
