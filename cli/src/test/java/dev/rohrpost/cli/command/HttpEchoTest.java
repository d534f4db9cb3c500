package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The textbook's web server, asked by real clients and by bad ones.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class HttpEchoTest {
  @Test
  void curlSeesItsRequestEscaped() throws Exception {
    Foreign.require("curl");
    try (var server = new Server()) {
      var page = curl("--header", "X-Evil: <script>&\"", server.url + "hello?a=b");
      assertThat(page.status()).isZero();
      assertThat(page.out())
          .contains(
              "<h1>Hallo Webbrowser</h1>",
              "Deine Anfrage war ...",
              "<pre>\nGET /hello?a=b HTTP/1.1\n")
          .contains("X-Evil: &lt;script&gt;&amp;&quot;")
          .doesNotContain("<script>");
      assertThat(curl("--data", "x=<b>", server.url).out())
          .contains("POST / HTTP/1.1", "x=&lt;b&gt;");
      assertThat(curl("--head", server.url).out()).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aBrowserShowsThePage() throws Exception {
    try (var server = new Server();
        var browser = new Chromium()) {
      var page = browser.open(server.url + "seen");
      assertThat(page.locator("h1").textContent()).isEqualTo("Hallo Webbrowser");
      assertThat(page.content()).contains("GET /seen HTTP/1.1");
    }
  }

  @Test
  void aRequestInPiecesIsOne() throws Exception {
    try (var server = new Server();
        var client = server.connect()) {
      var request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);
      for (var at = 0; at < request.length; at++) {
        client.getOutputStream().write(request, at, 1);
      }
      assertThat(head(client)).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void severalRequestsInOnePieceAreAnsweredInTheirOrder() throws Exception {
    try (var server = new Server();
        var client = server.connect()) {
      var request = "GET /%d HTTP/1.1\r\nHost: x\r\n%s\r\n";
      var both =
          request.replace("%d", "1").replace("%s", "")
              + request.replace("%d", "2").replace("%s", "Connection: close\r\n");
      client.getOutputStream().write(both.getBytes(StandardCharsets.UTF_8));
      var answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).containsSubsequence("200 OK", "GET /1", "200 OK", "GET /2");
    }
  }

  @Test
  void whatIsNoRequestIsToldAndCutOff() throws Exception {
    try (var server = new Server();
        var client = server.connect()) {
      client
          .getOutputStream()
          .write("\u0016\u0003\u0001 no HTTP\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      var answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400 Bad Request").contains("Connection: close");
    }
  }

  @Test
  void silentClientsHinderNobody() throws Exception {
    try (var server = new Server()) {
      var silent = new ArrayList<Socket>();
      try {
        for (var i = 0; i < 200; i++) {
          silent.add(server.connect());
        }
        for (var client : silent) {
          client.getOutputStream().write('G');
        }
        try (var client = server.connect()) {
          client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
          assertThat(head(client)).startsWith("HTTP/1.1 200 OK");
        }
      } finally {
        for (var client : silent) {
          client.close();
        }
      }
    }
  }

  @Test
  void outOfDescriptorsItRecoversWhenClientsGo() throws Exception {
    Foreign.require("prlimit");
    try (var server = new Server("prlimit", "--nofile=60")) {
      var clients = new ArrayList<Socket>();
      try {
        for (var i = 0; i < 80; i++) {
          clients.add(server.connect());
        }
        assertThat(server.running.line(Rohrpost.PATIENCE)).contains("accept").contains("EMFILE");
      } finally {
        for (var client : clients) {
          client.close();
        }
      }
      try (var client = server.connect()) {
        client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(head(client)).startsWith("HTTP/1.1 200 OK");
      }
    }
  }

  /// With more places than descriptors, and with fewer.
  @ParameterizedTest
  @ValueSource(ints = {300, 4096})
  void slowClientsOfOneAddressDoNotKeepAGoodOneWaiting(int descriptors) throws Exception {
    Foreign.require("curl");
    Foreign.require("prlimit");
    var slow =
        """
        import resource, socket, sys
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        clients = []
        for i in range(1500):
          c = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
          try: c.sendall(b'GET / HTTP/1.1')
          except OSError: pass
          clients.append(c)
        print('ready', flush=True)
        sys.stdin.read()
        """;
    try (var server = new Server("prlimit", "--nofile=" + descriptors);
        var clients = Python.start(slow, Integer.toString(URI.create(server.url).getPort()))) {
      assertThat(clients.line(Rohrpost.PATIENCE)).isEqualTo("ready");
      for (var i = 0; i < 5; i++) {
        var page = curl(server.url);
        assertThat(page.err()).isEmpty();
        assertThat(page.out()).contains("<h1>Hallo Webbrowser</h1>");
      }
      assertThat(server.end().lines()).hasSizeLessThan(10);
    }
  }

  private static String head(Socket client) throws IOException {
    return new String(client.getInputStream().readNBytes(15), StandardCharsets.UTF_8);
  }

  private static Output curl(String... words) throws InterruptedException {
    var line = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--max-time", "20"));
    line.addAll(List.of(words));
    try (var running = Running.start(new ProcessBuilder(line))) {
      return running.await(Rohrpost.PATIENCE);
    }
  }

  /// The server at a port of its own.
  private static final class Server implements AutoCloseable {
    final Running running;
    final String url;

    Server(String... before) throws InterruptedException {
      var line = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" 2>&1", "bash"));
      line.addAll(List.of(before));
      line.addAll(
          List.of(
              Rohrpost.ROOT.resolve("rohrpost").toString(),
              "http-echo",
              "--listen",
              "tcp://127.0.0.1:0"));
      running = Running.start(new ProcessBuilder(line));
      url = running.line(Rohrpost.PATIENCE).replaceFirst("listening at ", "");
    }

    /// Ends it, and answers what it has said.
    String end() throws InterruptedException {
      assertThat(running.handle().destroy()).isTrue();
      return running.await(Rohrpost.PATIENCE).out();
    }

    Socket connect() throws IOException {
      var socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort());
      socket.setSoTimeout((int) Rohrpost.PATIENCE.toMillis());
      return socket;
    }

    @Override
    public void close() {
      running.close();
    }
  }
}
