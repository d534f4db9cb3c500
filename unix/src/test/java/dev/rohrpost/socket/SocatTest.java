package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.PATIENCE;
import static dev.rohrpost.socket.Sockets.hear;
import static dev.rohrpost.socket.Sockets.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.unix.Nobody;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// socat at the other end, in both roles.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class SocatTest {
  @TempDir Path folder;

  private Address address(String kind) {
    return switch (kind) {
      case "UNIX" -> new UnixAddress.File(folder.resolve("s"));
      case "ABSTRACT" -> Sockets.abstractName();
      case "TCP4" -> InternetAddress.loopback(0);
      default -> InternetAddress.of("::1", 0);
    };
  }

  private static String forSocat(String role, Address address) {
    return switch (address) {
      case UnixAddress.File(var path) -> "UNIX-" + role + ":" + path;
      case UnixAddress.Abstract(var name) -> "ABSTRACT-" + role + ":" + name;
      case InternetAddress(java.net.Inet6Address _, int port) -> "TCP6-" + role + ":[::1]:" + port;
      case InternetAddress(_, int port) -> "TCP4-" + role + ":127.0.0.1:" + port;
      default -> throw new AssertionError(address);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNIX", "ABSTRACT", "TCP4", "TCP6"})
  void socatConnectsToUs(String kind) throws Exception {
    try (var listener = StreamSocket.listen(address(kind));
        var socat =
            Foreign.start("socat", "-t", "10", "-", forSocat("CONNECT", listener.address()));
        var server = listener.accept(Sockets.soon()).orElseThrow()) {
      say(server, "hello socat\n");
      assertThat(socat.line(PATIENCE)).isEqualTo("hello socat");
      socat.stdin().write("hello Java\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      socat.stdin().flush();
      assertThat(hear(server)).isEqualTo("hello Java\n");
      socat.endInput();
      assertThat(hear(server)).isEqualTo("(end)"); // half of the connection
      say(server, "bye\n");
      server.shutdown(Direction.SENDING);
      assertThat(socat.await(PATIENCE).orFail().out()).contains("bye");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNIX", "ABSTRACT"})
  void weConnectToSocat(String kind) throws Exception {
    var address = address(kind);
    try (var socat = Foreign.start("socat", forSocat("LISTEN", address), "EXEC:tr a-z A-Z");
        var client = connect(address)) {
      say(client, "to be shouted");
      client.shutdown(Direction.SENDING);
      assertThat(hear(client)).isEqualTo("TO BE SHOUTED");
      assertThat(hear(client)).isEqualTo("(end)");
      socat.await(PATIENCE).orFail();
    }
  }

  /// Until socat listens.
  private static StreamSocket connect(Address address) throws Exception {
    var soon = Sockets.soon();
    while (true) {
      try {
        return StreamSocket.connect(address);
      } catch (UnixException.NotFound | UnixException.Disconnected e) {
        if (soon.hasPassed()) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Test
  @Row("UDS-21")
  void anAbstractNameIsForEverybodyInTheSameNetworkNamespace() throws Exception {
    Nobody.assumeRoot();
    try (var listener = StreamSocket.listen(Sockets.abstractName())) {
      var socat = forSocat("CONNECT", listener.address());
      var program = Foreign.require("socat").toString();
      var elsewhere = Foreign.run(PATIENCE, "unshare", "--net", program, "-", socat);
      assertThat(elsewhere.err()).contains("Connection refused");
      try (var running = Nobody.start("socat", "-", socat);
          var server = listener.accept(Sockets.soon()).orElseThrow()) {
        assertThat(server.socket().peerCredentials().uid()).isEqualTo(65_534);
        running.endInput();
        assertThat(hear(server)).isEqualTo("(end)");
      }
    }
  }
}
