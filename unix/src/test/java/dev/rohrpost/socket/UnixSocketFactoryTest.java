package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.hear;
import static dev.rohrpost.socket.Sockets.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.ThreadKind;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class UnixSocketFactoryTest {
  private final UnixAddress address = Sockets.abstractName();
  private final UnixSocketFactory factory = new UnixSocketFactory(address.toString());
  private Listener<StreamSocket> listener;

  @BeforeEach
  void listen() throws Exception {
    listener = StreamSocket.listen(address, Binding.SAFE.withBacklog(0));
  }

  @AfterEach
  void close() {
    listener.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whateverHostIsAskedForTheServerAtTheSocketAnswers() throws Exception {
    var loopback = InetAddress.getLoopbackAddress();
    try (var client = factory.createSocket("database.invalid", 5432);
        var server = listener.accept()) {
      client.getOutputStream().write(bytes("question"));
      assertThat(hear(server)).isEqualTo("question");
      say(server, "answer");
      assertThat(client.getInputStream().read()).isEqualTo('a');
      assertThat(client.getInputStream().available()).isEqualTo(5);
      assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("nswer");
      assertThat(client.getRemoteSocketAddress())
          .isEqualTo(InetSocketAddress.createUnresolved("database.invalid", 5432));
      assertThat(client.getPort()).isEqualTo(5432);
      assertThat(client.getInetAddress()).isEqualTo(loopback);
      assertThat(client).hasToString("socket to " + address);
      assertThatThrownBy(() -> client.connect(new InetSocketAddress(loopback, 1)))
          .isInstanceOf(SocketException.class);
    }
    try (var client = factory.createSocket(loopback, 80, loopback, 0);
        var _ = listener.accept()) {
      assertThat(client.getRemoteSocketAddress()).isEqualTo(new InetSocketAddress(loopback, 80));
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void oneDirectionCanEndBeforeTheOther() throws Exception {
    try (var client = factory.createSocket("", 0);
        var server = listener.accept()) {
      client.shutdownOutput();
      assertThat(client.isOutputShutdown()).isTrue();
      assertThat(hear(server)).isEqualTo("(end)");
      assertThatThrownBy(client::getOutputStream).isInstanceOf(SocketException.class);
      say(server, "still");
      assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("still");
      client.shutdownInput();
      assertThat(client.isInputShutdown()).isTrue();
      assertThatThrownBy(client::getInputStream).isInstanceOf(SocketException.class);
      assertThat(client.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void readingEndsWithItsTimeOutAndTheSocketGoesOn(ThreadKind threads) throws Exception {
    try (var client = factory.createSocket()) {
      client.setSoTimeout(50); // as some clients do, before
      client.connect(UnixDomainSocketAddress.of("/any"), 10_000);
      try (var server = listener.accept()) {
        var in = client.getInputStream();
        assertThat(threads.start(in::read).failure())
            .isInstanceOf(SocketTimeoutException.class)
            .hasMessage("Read timed out");
        say(server, "x");
        assertThat(threads.start(in::read).result()).isEqualTo('x');
        server.shutdown(Direction.SENDING);
        assertThat(threads.start(in::read).result()).isEqualTo(-1);
      }
      assertThat(client.getSoTimeout()).isEqualTo(50);
      assertThat(client.getPort()).isZero();
      assertThatIllegalArgumentException().isThrownBy(() -> client.setSoTimeout(-1));
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void closingAndInterruptingEndAWait(ThreadKind threads) throws Exception {
    for (var patience : new int[] {0, 60_000}) {
      try (var client = factory.createSocket("", 0);
          var _ = listener.accept()) {
        client.setSoTimeout(patience);
        var in = client.getInputStream();
        var interrupted = threads.start(in::read).awaitBlocked();
        interrupted.interrupt();
        assertThat(interrupted.failure())
            .isInstanceOf(InterruptedIOException.class)
            .isNotInstanceOf(SocketTimeoutException.class);
        assertThat(client.isClosed()).isFalse();
        var closed = threads.start(in::read).awaitBlocked();
        client.getOutputStream().close();
        assertThat(closed.failure())
            .isInstanceOf(SocketException.class)
            .hasMessage("Socket closed")
            .hasCauseInstanceOf(UnixException.class);
        assertThat(client.isClosed()).isTrue();
        assertThatThrownBy(client::getInputStream).isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void connectingFailsWithAReasonOrATimeOut() throws Exception {
    var nowhere = new UnixSocketFactory("/no/such/socket");
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> nowhere.createSocket("", 0))
        .withMessageContaining("connect(/no/such/socket): ENOENT")
        .satisfies(e ->
            assertThat(e.getCause())
                .isInstanceOfSatisfying(
                    UnixException.class, it -> assertThat(it.errno()).isEqualTo(Errno.ENOENT)));
    var waiting = new ArrayList<java.net.Socket>();
    try {
      waiting.add(factory.createSocket("", 0)); // as many as may wait to be accepted
      try (var late = factory.createSocket()) {
        assertThatThrownBy(() -> late.connect(new InetSocketAddress(0), 50))
            .isInstanceOf(SocketTimeoutException.class);
        assertThat(late.isClosed()).isTrue();
      }
    } finally {
      for (var socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void optionsOfTheMachineCountAndThoseOfTcpDoNothing() throws Exception {
    try (var socket = factory.createSocket()) {
      assertThatThrownBy(socket::getInputStream).hasMessage("Socket is not connected");
      socket.setSendBufferSize(10_000);
      assertThat(socket.getSendBufferSize()).isEqualTo(20_000); // the kernel doubles it
      assertThat(socket.setOption(StandardSocketOptions.SO_RCVBUF, 20_000)).isSameAs(socket);
      assertThat(socket.getOption(StandardSocketOptions.SO_RCVBUF)).isEqualTo(40_000);
      assertThat(socket.supportedOptions()).hasSize(2);
      assertThatThrownBy(() -> socket.setOption(StandardSocketOptions.TCP_NODELAY, true))
          .isInstanceOf(UnsupportedOperationException.class);
      socket.setTcpNoDelay(false);
      socket.setKeepAlive(true);
      socket.setSoLinger(true, 1);
      socket.setTrafficClass(1);
      socket.setReuseAddress(true);
      socket.setOOBInline(true);
      socket.bind(null);
      assertThat(socket.getTcpNoDelay()).isTrue();
      assertThat(socket.getSoLinger()).isEqualTo(-1);
      assertThat(socket.getLocalPort()).isEqualTo(-1);
      assertThat(socket.isBound()).isFalse();
      assertThat(socket.getRemoteSocketAddress()).isNull();
    }
  }

  @Test
  void aClosedSocketSaysSo() throws Exception {
    var socket = factory.createSocket();
    socket.close();
    assertThatThrownBy(() -> socket.setKeepAlive(true)).hasMessage("Socket is closed");
    assertThatThrownBy(socket::getInputStream).hasMessage("Socket is closed");
    assertThatThrownBy(socket::getSendBufferSize).hasMessage("Socket closed");
  }
}
