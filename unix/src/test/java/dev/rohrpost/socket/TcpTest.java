package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.PATIENCE;
import static dev.rohrpost.socket.Sockets.fails;
import static dev.rohrpost.socket.Sockets.hear;
import static dev.rohrpost.socket.Sockets.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Errno;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.InternetAddress.Resolution;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.unix.Nobody;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class TcpTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void bothVersionsCarryBytes(String host) throws Exception {
    try (var listener = StreamSocket.listen(InternetAddress.of(host, 0))) {
      var at = (InternetAddress) listener.address();
      assertThat(at.port()).isPositive();
      for (var kind : ThreadKind.values()) {
        try (var client = kind.start(() -> StreamSocket.connect(at)).result();
            var server = listener.accept()) {
          say(client, "syn");
          assertThat(hear(server)).isEqualTo("syn");
          assertThat(server.socket().peerAddress()).isEqualTo(client.socket().localAddress());
          client.shutdown(Direction.SENDING);
          assertThat(hear(server)).isEqualTo("(end)");
          say(server, "fin");
          assertThat(hear(client)).isEqualTo("fin");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("INET-02")
  void whyThereIsNoConnection(ThreadKind kind) throws Exception {
    InternetAddress free;
    try (var listener = StreamSocket.listen(InternetAddress.loopback(0))) {
      free = (InternetAddress) listener.address();
      fails(Errno.EADDRINUSE, () -> StreamSocket.listen(free));
    }
    var refused = kind.start(() -> StreamSocket.connect(free)).failure();
    assertThat(refused).hasMessage("connect(" + free + "): ECONNREFUSED: connection refused");
    fails(Errno.EADDRNOTAVAIL, () -> StreamSocket.listen(InternetAddress.of("192.0.2.1", 0)));
  }

  /// A listener whose queue is full drops what else comes: the kernel goes on asking for minutes.
  @ParameterizedTest
  @EnumSource
  void connectingToASilentHostEndsAtTheDeadlineOrByAnInterrupt(ThreadKind kind) throws Exception {
    try (var listener =
            StreamSocket.listen(InternetAddress.loopback(0), Binding.SAFE.withBacklog(0));
        var _ = StreamSocket.connect(listener.address())) {
      var address = listener.address();
      var late = Deadline.after(Duration.ofMillis(50));
      assertThat(kind.start(() -> StreamSocket.connect(address, late)).result()).isEmpty();
      var waiting = kind.start(() -> StreamSocket.connect(address)).awaitBlocked();
      waiting.interrupt();
      assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  @Row("INET-03")
  void aPrivilegedPortIsDenied() throws Exception {
    try (var running = Nobody.start("socat", "-u", "TCP-LISTEN:22,bind=127.0.0.1", "/dev/null")) {
      assertThat(running.await(PATIENCE).err()).contains("Permission denied");
    }
  }

  @Test
  void aHostWithoutAddressIsAResult() {
    assertThat(InternetAddress.resolve("no-such-host.invalid", 80))
        .isInstanceOfSatisfying(
            Resolution.Unresolved.class,
            it -> assertThat(it.host()).isEqualTo("no-such-host.invalid"));
    assertThat(InternetAddress.resolve("127.0.0.1", 80))
        .isInstanceOfSatisfying(
            Resolution.Found.class,
            it -> assertThat(it.addresses()).containsExactly(InternetAddress.loopback(80)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InternetAddress.loopback(65_536))
        .withMessageContaining("65535");
    assertThat(InternetAddress.of("::1", 1)).hasToString("[::1]:1");
  }

  @Test
  @Row("F29")
  void aResetIsNoEnd() throws Exception {
    try (var listener = StreamSocket.listen(InternetAddress.loopback(0));
        var client = StreamSocket.connect(listener.address());
        var server = listener.accept()) {
      say(server, "kept");
      assertThat(hear(client)).isEqualTo("kept");
      server.socket().set(SocketOption.LINGER, Optional.of(Duration.ZERO));
      server.close();
      fails(Errno.ECONNRESET, () -> hear(client));
    }
  }
}
