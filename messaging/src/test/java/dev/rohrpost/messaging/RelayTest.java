package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.pipe.Fifo;
import dev.rohrpost.socket.AnySocket;
import dev.rohrpost.socket.Direction;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.SeqpacketSocket;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class RelayTest {
  private final Arena arena = Arena.ofShared();
  private final AtomicLong passed = new AtomicLong();

  @TempDir Path folder;

  @AfterEach
  void free() {
    arena.close();
  }

  private UnixAddress at(String name) {
    return new UnixAddress.File(folder.resolve(name));
  }

  private Endpoint endpoint(String scheme, String name) {
    return Endpoint.parse(scheme + ":" + folder.resolve(name));
  }

  private Task<Boolean> relay(Endpoint first, Endpoint second) {
    return ThreadKind.PLATFORM.start(() -> {
      try (var relay = Relay.open(first, second, CarrierContract.soon()).orElseThrow()) {
        relay.run((_, bytes) -> passed.addAndGet(bytes));
        return true;
      }
    });
  }

  private static <S extends AnySocket> S next(Listener<S> listener) throws Exception {
    return listener.accept(CarrierContract.soon()).orElseThrow();
  }

  private static void say(StreamSocket socket, String text) throws Exception {
    socket.outputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void halfCloseIsPassedOnAndTheOtherDirectionGoesOn() throws Exception {
    try (var left = StreamSocket.listen(at("left"));
        var right = StreamSocket.listen(at("right"))) {
      var relay = relay(endpoint("unix", "left"), endpoint("unix", "right"));
      try (var a = next(left);
          var b = next(right)) {
        say(a, "question");
        a.shutdown(Direction.SENDING);
        assertThat(b.inputStream().readAllBytes()).asString().isEqualTo("question");
        say(b, "answer");
        b.shutdown(Direction.SENDING);
        assertThat(a.inputStream().readAllBytes()).asString().isEqualTo("answer");
        assertThat(relay.result()).isTrue();
        assertThat(passed).hasValue(14);
      }
    }
  }

  @Test
  void whenOneHasGoneAltogetherBothDirectionsEnd() throws Exception {
    try (var left = StreamSocket.listen(at("left"));
        var right = StreamSocket.listen(at("right"))) {
      var relay = relay(endpoint("unix", "left"), endpoint("unix", "right"));
      try (var a = next(left);
          var b = next(right)) {
        say(a, "bye");
        a.close();
        assertThat(b.inputStream().readAllBytes()).asString().isEqualTo("bye");
        assertThat(relay.result()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "unix"})
  void muchArrivesWhole(String scheme) throws Exception {
    var size = 20_000_000;
    if (scheme.equals("fifo")) {
      Fifo.create(folder.resolve("left"));
    }
    try (var left = scheme.equals("fifo") ? null : StreamSocket.listen(at("left"));
        var right = StreamSocket.listen(at("right"))) {
      var relay = relay(endpoint(scheme, "left"), endpoint("unix", "right"));
      var source =
          ThreadKind.PLATFORM.start(() -> {
            var bytes = arena.allocate(size);
            for (var i = 0; i < size; i += 997) {
              bytes.set(ValueLayout.JAVA_BYTE, i, (byte) i);
            }
            if (left != null) {
              try (var a = next(left)) {
                a.write(bytes);
              }
            } else {
              try (var end =
                  Fifo.openForWriting(folder.resolve("left"), Deadline.NEVER).orElseThrow()) {
                end.write(bytes);
              }
            }
            return true;
          });
      try (var b = next(right)) {
        var all = b.inputStream().readAllBytes();
        assertThat(all).hasSize(size);
        assertThat(all[997 * 5]).isEqualTo((byte) (997 * 5));
        assertThat(all[997 * 20_000]).isEqualTo((byte) (997 * 20_000));
      }
      assertThat(source.result()).isTrue();
      assertThat(relay.result()).isTrue();
    }
  }

  @Test
  void aGibibytePassesAndThenItsEnd() throws Exception {
    pass(1L << 30);
  }

  @Test
  @Tag("stress")
  void tenGibibytesPassAndThenTheirEnd() throws Exception {
    pass(10L << 30);
  }

  private void pass(long size) throws Exception {
    Fifo.create(folder.resolve("left"));
    try (var right = StreamSocket.listen(at("right"))) {
      var relay = relay(endpoint("fifo", "left"), endpoint("unix", "right"));
      var piece = arena.allocate(1 << 20);
      var source =
          ThreadKind.PLATFORM.start(() -> {
            var end = Fifo.openForWriting(folder.resolve("left"), Deadline.NEVER).orElseThrow();
            try (end) {
              for (var sent = 0L; sent < size; sent += piece.byteSize()) {
                end.write(piece);
              }
            }
            return true;
          });
      try (var b = next(right)) {
        var room = arena.allocate(1 << 20);
        var arrived = 0L;
        for (var count = b.read(room); count >= 0; count = b.read(room)) {
          arrived += count;
        }
        assertThat(arrived).isEqualTo(size);
      }
      assertThat(source.result()).isTrue();
      assertThat(relay.result()).isTrue();
      assertThat(passed).hasValue(size);
    }
  }

  @Test
  void messagesStayMessages() throws Exception {
    try (var left = SeqpacketSocket.listen(at("left"));
        var right = SeqpacketSocket.listen(at("right"))) {
      var relay = relay(endpoint("unix-seqpacket", "left"), endpoint("unix-seqpacket", "right"));
      try (var a = next(left);
          var b = next(right)) {
        var room = arena.allocate(10);
        a.send(room.asSlice(0, 3));
        a.send(room.asSlice(0, 7));
        assertThat(b.receive(room)).isEqualTo(3);
        assertThat(b.receive(room)).isEqualTo(7);
        b.send(room);
        assertThat(a.receive(room)).isEqualTo(10);
        a.shutdown(Direction.SENDING);
        assertThat(b.receive(room)).isEqualTo(-1);
        b.close();
        assertThat(relay.result()).isTrue();
      }
    }
  }

  @Test
  void whatPassesCanBeSeen() throws Exception {
    try (var left = StreamSocket.listen(at("left"));
        var right = StreamSocket.listen(at("right"))) {
      var seen = new StringBuilder();
      var showing =
          ThreadKind.PLATFORM.start(() -> {
            var first = endpoint("unix", "left");
            var second = endpoint("unix", "right");
            try (var relay = Relay.open(first, second, CarrierContract.soon()).orElseThrow()) {
              relay.show((way, bytes) ->
                  seen.append(way).append(new String(bytes, StandardCharsets.UTF_8)));
              return true;
            }
          });
      try (var a = next(left);
          var b = next(right)) {
        say(b, "shown");
        b.close();
        assertThat(a.inputStream().readAllBytes()).asString().isEqualTo("shown");
        assertThat(showing.result()).isTrue();
      }
      assertThat(seen.toString()).isEqualTo("BACKshown");
    }
  }

  @Test
  void anInterruptEndsItAndSocketFilesGo() throws Exception {
    var waiting =
        relay(Endpoint.parse("listen+unix:" + folder.resolve("s")), new Endpoint.Standard());
    waiting.awaitBlocked().interrupt();
    assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatCannotBeRelayedIsRefused() {
    var queue = Endpoint.parse("mq:/none");
    assertThatThrownBy(() -> Relay.open(queue, queue, Deadline.NOW))
        .isInstanceOf(RefusedException.class)
        .hasMessage("mq:/none cannot be relayed; join receive and send by a pipe");
    assertThatThrownBy(
            () -> Relay.open(endpoint("unix", "none"), new Endpoint.Standard(), Deadline.NOW))
        .isInstanceOf(UnixException.NotFound.class);
  }
}
