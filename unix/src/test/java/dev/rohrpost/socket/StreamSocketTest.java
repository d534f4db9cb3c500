package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.fails;
import static dev.rohrpost.socket.Sockets.hear;
import static dev.rohrpost.socket.Sockets.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class StreamSocketTest {
  @TempDir Path folder;

  @Test
  void bytesFlowInBothDirections() throws Exception {
    try (var pair = StreamSocket.pair()) {
      say(pair.first(), "there");
      assertThat(hear(pair.second())).isEqualTo("there");
      var _ = pair.second().write(ByteBuffer.wrap("back".getBytes(StandardCharsets.UTF_8)));
      var heap = ByteBuffer.allocate(10);
      assertThat(pair.first().read(heap)).isEqualTo(4);
      pair.first().outputStream().write("streams".getBytes(StandardCharsets.UTF_8));
      assertThat(pair.second().inputStream().readNBytes(7)).asString().isEqualTo("streams");
      assertThat(pair.first().isOpen()).isTrue();
      pair.first().close();
      assertThat(pair.first().isOpen()).isFalse();
      assertThat(hear(pair.second())).isEqualTo("(end)");
    }
  }

  @Test
  void moreThanFitsIsWrittenAsItIsRead() throws Exception {
    var size = 3_000_000;
    try (var pair = StreamSocket.pair();
        var arena = Arena.ofShared()) {
      var much = arena.allocate(size);
      var writer =
          ThreadKind.PLATFORM.start(() -> {
            pair.first().write(much);
            pair.first().close();
            return true;
          });
      assertThat(pair.second().inputStream().readAllBytes()).hasSize(size);
      assertThat(writer.result()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineIsAResult(ThreadKind kind) throws Exception {
    var outcome =
        kind.start(() -> {
          try (var pair = StreamSocket.pair();
              var arena = Arena.ofConfined()) {
            var room = arena.allocate(1 << 20);
            var read = pair.first().read(room, Deadline.after(Duration.ofMillis(20)));
            while (pair.first().write(room, Deadline.NOW) instanceof Transfer.Bytes) {
              // until it is full
            }
            return List.of(read, pair.first().write(room, Deadline.after(Duration.ofMillis(20))));
          }
        });
    assertThat(outcome.result()).containsOnly(Transfer.TIMED_OUT);
  }

  @ParameterizedTest
  @EnumSource
  void closeAndInterruptWakeAReader(ThreadKind kind) throws Exception {
    try (var pair = StreamSocket.pair()) {
      var interrupted = kind.start(() -> hear(pair.first())).awaitBlocked();
      interrupted.interrupt();
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      var closed = kind.start(() -> hear(pair.first())).awaitBlocked();
      pair.first().close();
      assertThat(closed.failure())
          .isInstanceOfSatisfying(
              UnixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptingEndsInFourWays(ThreadKind kind) throws Exception {
    try (var listener = StreamSocket.listen(Sockets.abstractName())) {
      assertThat(kind.start(() -> listener.accept(Deadline.NOW)).result()).isEmpty();
      var late = kind.start(() -> listener.accept(Deadline.after(Duration.ofMillis(20))));
      assertThat(late.result()).isEmpty();
      var interrupted = kind.start(listener::accept).awaitBlocked();
      interrupted.interrupt();
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      var accepting = kind.start(listener::accept).awaitBlocked();
      try (var client = StreamSocket.connect(listener.address());
          var server = accepting.result()) {
        say(client, "hello");
        assertThat(hear(server)).isEqualTo("hello");
        assertThat(server.socket().localAddress()).isEqualTo(listener.address());
        assertThat(client.socket().peerAddress()).isEqualTo(listener.address());
        assertThat(server.socket().peerAddress()).isEqualTo(new UnixAddress.Unnamed());
      }
      var closed = kind.start(listener::accept).awaitBlocked();
      listener.close();
      assertThat(closed.failure())
          .isInstanceOfSatisfying(
              UnixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row({"UDS-05", "F31"})
  void connectingToAFullListenerWaitsAndNothingIsLost(ThreadKind kind) throws Exception {
    var binding = Binding.SAFE.withBacklog(0);
    var clients = new ArrayList<StreamSocket>();
    try (var listener = StreamSocket.listen(Sockets.abstractName(), binding)) {
      var address = listener.address();
      clients.add(StreamSocket.connect(address));
      assertThat(kind.start(() -> StreamSocket.connect(address, Deadline.NOW)).result()).isEmpty();
      var soon = Deadline.after(Duration.ofMillis(20));
      assertThat(kind.start(() -> StreamSocket.connect(address, soon)).result()).isEmpty();
      var waiting = kind.start(() -> StreamSocket.connect(address));
      listener.accept().close();
      clients.add(waiting.result());
      listener.accept().close();
    } finally {
      clients.forEach(StreamSocket::close);
    }
  }

  @Test
  @Row("F31")
  void tenThousandClientsOfAShortQueueAreServedOrToldThatItIsFull() throws Exception {
    var told = 0;
    var served = 0;
    try (var listener = StreamSocket.listen(Sockets.abstractName(), Binding.SAFE.withBacklog(5))) {
      for (var client = 0; client < 10_000; client++) {
        var connection = StreamSocket.connect(listener.address(), Deadline.NOW);
        if (connection.isPresent()) {
          try (var socket = connection.get()) {
            say(socket, "x");
          }
          served++;
        } else {
          told++;
        }
        if (client % 100 == 99) {
          assertThat(waitingAt(listener)).isEqualTo(6); // one more than the backlog
        }
      }
    }
    assertThat(served).isEqualTo(600);
    assertThat(told).isEqualTo(9_400);
  }

  private static int waitingAt(Listener<StreamSocket> listener) throws Exception {
    var count = 0;
    var next = listener.accept(Deadline.NOW);
    while (next.isPresent()) {
      try (var server = next.get()) {
        assertThat(hear(server)).isEqualTo("x");
      }
      count++;
      next = listener.accept(Deadline.NOW);
    }
    return count;
  }

  @ParameterizedTest
  @EnumSource
  void connectingIsInterruptible(ThreadKind kind) throws Exception {
    var binding = Binding.SAFE.withBacklog(0);
    try (var listener = StreamSocket.listen(Sockets.abstractName(), binding);
        var _ = StreamSocket.connect(listener.address())) {
      var address = listener.address();
      var waiting = kind.start(() -> StreamSocket.connect(address)).awaitBlocked();
      waiting.interrupt();
      assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  @Row({"UDS-11", "F29"})
  void aCleanEndAndAResetAreToldApart() throws Exception {
    try (var pair = StreamSocket.pair()) {
      say(pair.first(), "last words");
      pair.first().close();
      assertThat(hear(pair.second())).isEqualTo("last words");
      assertThat(hear(pair.second())).isEqualTo("(end)");
    }
    try (var pair = StreamSocket.pair()) {
      say(pair.second(), "never read");
      pair.first().close();
      fails(Errno.ECONNRESET, () -> hear(pair.second()));
    }
    try (var listener = StreamSocket.listen(Sockets.abstractName());
        var client = StreamSocket.connect(listener.address())) {
      listener.close();
      fails(Errno.ECONNRESET, () -> hear(client));
    }
  }

  @Test
  @Row("UDS-17")
  void sendingToWhoIsGoneIsAnExceptionAndNoSignal() throws Exception {
    try (var pair = StreamSocket.pair()) {
      pair.first().close();
      fails(Errno.EPIPE, () -> say(pair.second(), "hello?"));
    }
  }

  @Test
  @Row("UDS-18")
  void halfOfAConnectionGoesOn() throws Exception {
    try (var pair = StreamSocket.pair()) {
      pair.first().shutdown(Direction.SENDING);
      assertThat(hear(pair.second())).isEqualTo("(end)");
      fails(Errno.EPIPE, () -> say(pair.first(), "more"));
      say(pair.second(), "still here");
      assertThat(hear(pair.first())).isEqualTo("still here");
    }
  }

  @Test
  void whatIsOnTheHeapOrReadOnlyIsRefused() throws Exception {
    try (var pair = StreamSocket.pair();
        var arena = Arena.ofConfined()) {
      var constant = arena.allocate(8).asReadOnly();
      assertThatIllegalArgumentException().isThrownBy(() -> pair.first().read(constant));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pair.first().socket().receive(constant));
      try (var datagrams = Socket.pair(SocketType.DATAGRAM)) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> StreamSocket.adopt(datagrams.first()));
      }
    }
  }

  @Test
  @Row("CRED-01")
  void whoConnectedIsKnown() throws Exception {
    try (var listener = StreamSocket.listen(new UnixAddress.File(folder.resolve("s")));
        var client = StreamSocket.connect(listener.address());
        var server = listener.accept()) {
      var self = (int) ProcessHandle.current().pid();
      var user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      assertThat(server.socket().peerCredentials().pid()).isEqualTo(self);
      assertThat(client.socket().peerCredentials().uid()).isEqualTo(user);
      var pidfd = server.socket().peerPidfd();
      if (pidfd.isPresent()) {
        var info =
            Path.of("/proc/self/fdinfo").resolve(pidfd.get().<String>borrow(Integer::toString));
        assertThat(Files.readString(info)).contains("Pid:\t" + self);
        pidfd.get().close();
      }
    }
  }
}
