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

  private static final class Server implements AutoCloseable {
    private final Listener<StreamSocket> listener =
        StreamSocket.listen(InternetAddress.loopback(0));
    private final Thread thread;

    Server(EchoServer.Patience patience) throws IOException {
      var server = new EchoServer(listener, patience, _ -> {});
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
      return new Socket(InetAddress.getLoopbackAddress(), port);
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
