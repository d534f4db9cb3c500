package dev.rohrpost.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.testkit.NoFdLeaks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Clients that are not worth waiting for, with a server that has little patience.
@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class EchoServerTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void aSilentClientIsCutOff() throws Exception {
    try (var server = new Server(new EchoServer.Patience(SHORT, LONG, LONG));
        var client = server.connect()) {
      assertThat(client.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void aSlowClientIsToldSoAndCutOff() throws Exception {
    try (var server = new Server(new EchoServer.Patience(LONG, SHORT, LONG));
        var client = server.connect()) {
      client.getOutputStream().write("GET / HT".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 408 Request Timeout");
    }
  }

  @Test
  void aClientThatTakesNothingIsCutOff() throws Exception {
    try (var server = new Server(new EchoServer.Patience(LONG, LONG, SHORT));
        var client = server.connect()) {
      var request =
          ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" + "&".repeat(60_000))
              .getBytes(StandardCharsets.UTF_8);
      IOException cut = null;
      while (cut == null) {
        try {
          client.getOutputStream().write(request);
        } catch (IOException e) {
          cut = e;
        }
      }
      assertThat(cut).hasMessageMatching("Broken pipe|Connection reset.*");
    }
  }

  private static final int PLACES = 5;
  private static final EchoServer.Patience PATIENT = new EchoServer.Patience(LONG, LONG, LONG);

  @Test
  void whoeverComesWhenAllIsFullGetsThePlaceOfTheSlowest() throws Exception {
    try (var server = new Server(PATIENT);
        var kept = server.connect()) {
      assertThat(asks(kept)).isEqualTo("HTTP/1.1 200 OK");
      var slow = new ArrayList<Socket>();
      try {
        for (var i = 1; i < PLACES; i++) {
          slow.add(server.connect());
          assertThat(asks(slow.getLast())).isEqualTo("HTTP/1.1 200 OK"); // it has its place
        }
        for (var client : slow) {
          client.getOutputStream().write('G');
        }
        assertThat(asks(kept)).isEqualTo("HTTP/1.1 200 OK"); // its last request is the newest now
        try (var good = server.connect()) {
          assertThat(asks(good)).isEqualTo("HTTP/1.1 200 OK");
          assertThat(slow.getFirst().getInputStream().readAllBytes()).isEmpty();
          assertThat(asks(kept)).isEqualTo("HTTP/1.1 200 OK");
        }
      } finally {
        for (var client : slow) {
          client.close();
        }
      }
    }
  }

  @Test
  void theAddressWithTheMostClientsLosesOne() throws Exception {
    try (var server = new Server(PATIENT);
        var other = server.connectFrom("127.0.0.2")) {
      var many = new ArrayList<Socket>();
      try {
        for (var i = 0; i < 3 * PLACES; i++) {
          many.add(server.connect());
        }
        assertThat(many.getFirst().getInputStream().readAllBytes()).isEmpty();
        assertThat(asks(other)).isEqualTo("HTTP/1.1 200 OK");
      } finally {
        for (var client : many) {
          client.close();
        }
      }
    }
  }

  /// Some clients send an empty line after the content of a request.
  @Test
  void emptyLinesBeforeARequestAreIgnored() throws Exception {
    try (var server = new Server(PATIENT);
        var client = server.connect()) {
      for (var piece : "\r\n\r\n\n\r".split("", -1)) {
        client.getOutputStream().write(piece.getBytes(StandardCharsets.UTF_8));
      }
      client.getOutputStream().write('\n');
      assertThat(asks(client)).isEqualTo("HTTP/1.1 200 OK");
      client.getOutputStream().write("\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(asks(client)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  /// Nothing but empty lines is no request: the connection just ends.
  @Test
  void nothingButEmptyLinesIsCutOff() throws Exception {
    try (var server = new Server(new EchoServer.Patience(LONG, SHORT, LONG));
        var client = server.connect()) {
      client.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(client.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void clientsThatResetTheirConnectionsAreForgotten() throws Exception {
    try (var server = new Server(PATIENT)) {
      for (var i = 0; i < 20 * PLACES; i++) {
        try (var client = server.connect()) {
          client.setSoLinger(true, 0);
          client.getOutputStream().write('G');
        }
      }
      try (var client = server.connect()) {
        assertThat(asks(client)).isEqualTo("HTTP/1.1 200 OK");
      }
    }
  }

  @Test
  void aLineIsSaidOnceInAWhile() {
    var said = new ArrayList<String>();
    var log = new SparingLog(said::add, LONG);
    for (var i = 0; i < 100; i++) {
      log.say("full");
    }
    assertThat(said).containsExactly("full");
  }

  /// Sends a request, and answers the first line of what comes back, of which it reads all.
  private static String asks(Socket client) throws IOException {
    client
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) client.getInputStream().read());
    }
    var length = Pattern.compile("Content-Length: (\\d+)").matcher(head);
    assertThat(length.find()).isTrue();
    client.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
    return head.substring(0, head.indexOf("\r"));
  }

  private static final class Server implements AutoCloseable {
    private final Listener<StreamSocket> listener =
        StreamSocket.listen(InternetAddress.loopback(0));
    private final Thread thread;

    Server(EchoServer.Patience patience) throws IOException {
      var server = new EchoServer(listener, patience, _ -> {}, PLACES);
      thread = Thread.ofPlatform().start(() -> run(server));
    }

    private static void run(EchoServer server) {
      try {
        server.run();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    Socket connect() throws IOException {
      var port = ((InternetAddress) listener.address()).port();
      return patient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Socket connectFrom(String host) throws IOException {
      var port = ((InternetAddress) listener.address()).port();
      var from = InetAddress.ofLiteral(host);
      return patient(new Socket(InetAddress.getLoopbackAddress(), port, from, 0));
    }

    private static Socket patient(Socket client) throws IOException {
      client.setSoTimeout((int) LONG.toMillis());
      return client;
    }

    @Override
    public void close() {
      listener.close();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
