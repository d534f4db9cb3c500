package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.Direction;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One door for many, and what one of them can do to the others.
@ExtendWith(NoFdLeaks.class)
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class RelayServerTest {
  private static final RelayServer.Settings SETTINGS = RelayServer.Settings.DEFAULT;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  @TempDir Path folder;

  private final class Noting implements RelayServer.Observer {
    @Override
    public Optional<Relay.Viewer> began(long connection) {
      events.add("began " + connection);
      return Optional.empty();
    }

    @Override
    public void ended(long connection, Relay.Result result) {
      events.add("ended " + connection + " " + result.end());
    }

    @Override
    public void abandoned(long connection) {
      events.add("abandoned " + connection);
    }

    @Override
    public void failed(long connection, UnixException reason) {
      events.add("failed " + connection + " " + reason.getMessage());
    }
  }

  private String event() throws InterruptedException {
    return String.valueOf(events.poll(Task.PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  private Endpoint endpoint(String scheme, String name) {
    return Endpoint.parse(scheme + ":" + folder.resolve(name));
  }

  private Endpoint below(String uri) {
    return Endpoint.parse(uri.replace("F/", folder + "/"));
  }

  private UnixAddress at(String name) {
    return new UnixAddress.File(folder.resolve(name));
  }

  private RelayServer door(RelayServer.Settings settings) throws Exception {
    return RelayServer.open(endpoint("listen+unix", "front"), endpoint("unix", "back"), settings);
  }

  private Task<Boolean> running(RelayServer server) {
    return ThreadKind.PLATFORM.start(() -> {
      server.run(new Noting());
      return true;
    });
  }

  private static void exchange(StreamSocket one, StreamSocket other) throws Exception {
    one.outputStream().write("hello".getBytes(StandardCharsets.UTF_8));
    assertThat(other.inputStream().readNBytes(5)).asString().isEqualTo("hello");
    other.outputStream().write("world".getBytes(StandardCharsets.UTF_8));
    assertThat(one.inputStream().readNBytes(5)).asString().isEqualTo("world");
  }

  private static <S extends dev.rohrpost.socket.AnySocket> S next(Listener<S> listener)
      throws Exception {
    return listener.accept(CarrierContract.soon()).orElseThrow();
  }

  @Test
  void oneWhoHangsIsNoConcernOfTheOthers() throws Exception {
    try (var back = StreamSocket.listen(at("back"));
        var server = door(SETTINGS)) {
      var serving = running(server);
      try (var hanging = StreamSocket.connect(at("front"));
          var stuck = next(back);
          var arena = Arena.ofConfined()) {
        var much = arena.allocate(1 << 20); // a client that never reads
        while (stuck.write(much, Deadline.after(Duration.ofMillis(200)))
            instanceof Transfer.Bytes) {
          // until every buffer is full
        }
        for (var i = 2; i < 12; i++) {
          try (var client = StreamSocket.connect(at("front"));
              var served = next(back)) {
            exchange(client, served);
          }
        }
        assertThat(hanging.isOpen()).isTrue();
      }
      server.close();
      assertThat(serving.result()).isTrue();
      assertThat(server.clients()).isZero();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theSecondMayBeTheDoorAsWell() throws Exception {
    try (var back = StreamSocket.listen(at("back"));
        var server =
            RelayServer.open(
                endpoint("unix", "back"), endpoint("listen+unix", "front"), SETTINGS)) {
      var serving = running(server);
      try (var client = StreamSocket.connect(at("front"));
          var served = next(back)) {
        exchange(client, served);
        client.shutdown(Direction.SENDING);
        assertThat(served.inputStream().read()).isEqualTo(-1);
      }
      assertThat(event()).isEqualTo("began 1");
      assertThat(event()).isEqualTo("ended 1 BOTH_ENDED");
      serving.interrupt();
      assertThat(serving.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void oneThatFailsIsSaidAndTheNextIsServed() throws Exception {
    try (var server = door(SETTINGS)) {
      var serving = running(server);
      try (var refused = StreamSocket.connect(at("front"))) {
        assertThat(refused.inputStream().read()).isEqualTo(-1);
      }
      assertThat(event()).startsWith("failed 1 connect(" + folder.resolve("back") + "): ENOENT");
      try (var back = StreamSocket.listen(at("back"));
          var client = StreamSocket.connect(at("front"));
          var served = next(back)) {
        exchange(client, served);
      }
      server.close();
      assertThat(serving.result()).isTrue();
    }
  }

  @Test
  void aClientThatGoesWhileTheOtherSideIsSlowFreesItsPlace() throws Exception {
    try (var back = StreamSocket.listen(at("back"), Binding.SAFE.withBacklog(0));
        var first = StreamSocket.connect(at("back"));
        var server = door(new RelayServer.Settings(1, RelayLimits.NONE, Optional.empty()))) {
      var serving = running(server);
      StreamSocket.connect(at("front")).close(); // the queue of the back end is full
      assertThat(event()).isEqualTo("abandoned 1");
      try (var second = StreamSocket.connect(at("front"))) {
        next(back).close();
        first.close();
        try (var served = next(back)) {
          exchange(second, served);
        }
      }
      server.close();
      assertThat(serving.result()).isTrue();
    }
  }

  @Test
  void openingTheOtherSideHasItsTime() throws Exception {
    try (var back = StreamSocket.listen(at("back"), Binding.SAFE.withBacklog(0));
        var _ = StreamSocket.connect(at("back"));
        var server =
            door(
                new RelayServer.Settings(
                    9, RelayLimits.NONE, Optional.of(Duration.ofMillis(100))))) {
      var serving = running(server);
      try (var client = StreamSocket.connect(at("front"))) {
        assertThat(client.inputStream().read()).isEqualTo(-1);
      }
      assertThat(event()).contains("failed 1 ", "unix:" + back.address(), "ETIMEDOUT");
      server.close();
      assertThat(serving.result()).isTrue();
    }
  }

  @Test
  void noMoreAreServedThanAllowedAndTheOthersWait() throws Exception {
    try (var back = StreamSocket.listen(at("back"));
        var server = door(new RelayServer.Settings(2, RelayLimits.NONE, Optional.empty()))) {
      var serving = running(server);
      var clients = new ArrayList<StreamSocket>();
      try {
        for (var i = 0; i < 50; i++) {
          clients.add(StreamSocket.connect(at("front")));
          clients.getLast().outputStream().write(i);
        }
        try (var one = next(back);
            var two = next(back)) {
          assertThat(back.accept(Deadline.after(Duration.ofMillis(200)))).isEmpty();
          assertThat(server.clients()).isEqualTo(2);
          exchange(clients.get(one.inputStream().read()), one);
          var second = clients.get(two.inputStream().read());
          exchange(second, two);
          second.close();
          assertThat(two.inputStream().read()).isEqualTo(-1);
        }
        try (var three = next(back)) {
          exchange(clients.get(three.inputStream().read()), three);
        }
      } finally {
        clients.forEach(StreamSocket::close);
      }
      server.close();
      assertThat(serving.result()).isTrue();
    }
  }

  @Test
  void aTcpClientSeesThatTheOtherSideFailed() throws Exception {
    InternetAddress free;
    try (var listener = StreamSocket.listen(InternetAddress.loopback(0))) {
      free = (InternetAddress) listener.address();
    }
    try (var server =
        RelayServer.open(
            Endpoint.parse("listen+tcp://" + free), endpoint("unix", "none"), SETTINGS)) {
      var serving = running(server);
      try (var client = StreamSocket.connect(free)) {
        assertThatThrownBy(() -> client.inputStream().read())
            .isInstanceOf(UnixException.class)
            .hasMessageContaining(Errno.ECONNRESET.toString());
      }
      server.close();
      assertThat(serving.result()).isTrue();
    }
  }

  @Test
  void aFileThatOthersHaveReplacedIsLeftToThem() throws Exception {
    var server = door(SETTINGS);
    var serving = running(server);
    Files.delete(folder.resolve("front"));
    Files.writeString(folder.resolve("front"), "somebody else's");
    server.close();
    assertThat(serving.result()).isTrue();
    assertThat(folder.resolve("front")).hasContent("somebody else's");
  }

  @ParameterizedTest
  @ValueSource(strings = {"listen+unix:other", "-", "fd:1", "mq:/none", "listen+unix-dgram:other"})
  void whatCannotBeOpenedForEachIsRefusedByName(String other) {
    assertThatThrownBy(() ->
            RelayServer.open(endpoint("listen+unix", "front"), Endpoint.parse(other), SETTINGS))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith(other + " cannot be ");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "listen+unix:F/s,              unix:F/./s",
    "unix:F/link/s,                listen+unix:F/s",
    "listen+unix:@rohrpost-loop,   unix:@rohrpost-loop",
    "listen+unix-seqpacket:F/s,    unix:F/s",
    "listen+tcp://localhost:6789,  tcp://127.0.0.1:6789",
    "listen+tcp://:6789,           tcp://127.0.0.2:6789",
    "tcp://[::1]:6789,             listen+tcp://:6789",
  })
  void aConnectionDoesNotBeginTheNext(String first, String second) throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), folder);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayServer.open(below(first), below(second), SETTINGS))
        .withMessageContaining("share an address");
    assertThat(folder.resolve("s")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "listen+unix:F/s,           unix:F/t",
    "listen+tcp://127.0.0.1:0,  tcp://127.0.0.1:6789",
    "listen+tcp://127.0.0.1:0,  unix:F/s",
    "listen+unix:F/s,           tcp://no-such-host.invalid:6789",
  })
  void whatLeadsElsewhereIsOpened(String first, String second) throws Exception {
    try (var server = RelayServer.open(below(first), below(second), SETTINGS)) {
      assertThat(server.clients()).isZero();
    }
  }

  @Test
  void oneOfThemHasToListen() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayServer.open(endpoint("unix", "a"), endpoint("unix", "b"), SETTINGS))
        .withMessageContaining("listen+");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RelayServer.Settings(0, RelayLimits.NONE, Optional.empty()));
  }
}
