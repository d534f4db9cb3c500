package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.bytes;
import static dev.rohrpost.socket.Sockets.fails;
import static dev.rohrpost.socket.Sockets.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class SeqpacketSocketTest {
  private final Arena arena = Arena.ofShared();

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  @Row("UDS-13")
  void recordsKeepTheirBorders() throws Exception {
    try (var pair = SeqpacketSocket.pair()) {
      pair.first().send(bytes("five5", arena));
      pair.first().send(bytes("2!", arena));
      var room = arena.allocate(3);
      var cut = (Received.Message) pair.second().receive(room, Sockets.soon());
      assertThat(text(room, cut.bytes())).isEqualTo("fiv");
      assertThat(cut.cut()).containsExactly(Received.Cut.BYTES);
      assertThat(cut.length()).isEqualTo(5);
      assertThat(text(room, pair.second().receive(room))).isEqualTo("2!");
    }
  }

  @Test
  void anEmptyPacketIsNotTheEnd() throws Exception {
    try (var pair = SeqpacketSocket.pair()) {
      var room = arena.allocate(8);
      pair.first().send(bytes("", arena));
      assertThat(pair.second().receive(room)).isZero();
      pair.first().send(bytes("", arena));
      pair.first().send(bytes("more", arena));
      pair.first().close();
      assertThat(pair.second().receive(room, Sockets.soon()))
          .isInstanceOfSatisfying(Received.Message.class, it -> assertThat(it.length()).isZero());
      assertThat(pair.second().receive(room)).isEqualTo(4);
      assertThat(pair.second().receive(room)).isEqualTo(-1);
      assertThat(pair.second().receive(room, Deadline.NOW)).isEqualTo(Received.END);
    }
  }

  @Test
  @Row("UDS-11")
  void aCleanEndAndAResetAreToldApart() throws Exception {
    var room = arena.allocate(8);
    try (var pair = SeqpacketSocket.pair()) {
      pair.second().send(bytes("unread", arena));
      pair.first().close();
      fails(Errno.ECONNRESET, () -> pair.second().receive(room));
    }
    try (var listener = SeqpacketSocket.listen(Sockets.abstractName());
        var client = SeqpacketSocket.connect(listener.address())) {
      listener.close();
      fails(Errno.ECONNRESET, () -> client.receive(room));
      fails(Errno.EPIPE, () -> client.send(room));
    }
  }

  @Test
  void connectionsAreAccepted() throws Exception {
    try (var listener = SeqpacketSocket.listen(Sockets.abstractName());
        var client = SeqpacketSocket.connect(listener.address());
        var server = listener.accept()) {
      client.send(bytes("one", arena));
      client.shutdown(Direction.SENDING);
      var room = arena.allocate(8);
      assertThat(server.receive(room)).isEqualTo(3);
      assertThat(server.receive(room)).isEqualTo(-1);
      server.send(bytes("answer", arena));
      assertThat(client.receive(room)).isEqualTo(6);
    }
  }

  @Test
  void partsAreGatheredAndScattered() throws Exception {
    try (var pair = SeqpacketSocket.pair()) {
      var five = List.of("a", "bc", "def", "", "ghij").stream().map(t -> bytes(t, arena));
      var message = Outgoing.of(five.toArray(MemorySegment[]::new));
      for (var places = 1; places <= 5; places++) {
        var _ = pair.first().socket().send(message, Deadline.NEVER);
        var each = 12 / places;
        var into = new ArrayList<MemorySegment>();
        for (var i = 0; i < places; i++) {
          into.add(arena.allocate(each));
        }
        var got =
            (Received.Message) pair.second().socket().receive(into, Intake.PLAIN, Sockets.soon());
        assertThat(got.bytes()).isEqualTo(10);
        var all = new StringBuilder();
        into.forEach(part -> all.append(text(part, part.byteSize())));
        assertThat(all.toString()).startsWith("abcdefghij");
      }
      var three = Outgoing.of(bytes("x", arena), bytes("y", arena), bytes("z", arena));
      var _ = pair.first().socket().send(three, Deadline.NEVER);
      var room = arena.allocate(8);
      assertThat(text(room, pair.second().receive(room))).isEqualTo("xyz");
    }
  }

  @Test
  void aPeekLeavesTheMessage() throws Exception {
    try (var pair = SeqpacketSocket.pair()) {
      pair.first().send(bytes("stays", arena));
      var room = arena.allocate(8);
      var peek = Intake.PLAIN.with(Intake.Way.PEEK);
      for (var i = 0; i < 3; i++) {
        assertThat(pair.second().socket().receive(room, peek, Sockets.soon()))
            .isInstanceOfSatisfying(
                Received.Message.class, it -> assertThat(it.bytes()).isEqualTo(5));
      }
      assertThat(pair.second().receive(room)).isEqualTo(5);
    }
  }

  @Test
  void anUrgentByteOvertakes() throws Exception {
    try (var listener = StreamSocket.listen(InternetAddress.loopback(0));
        var client = StreamSocket.connect(listener.address());
        var server = listener.accept()) {
      var urgent = Intake.PLAIN.with(Intake.Way.OUT_OF_BAND);
      var room = arena.allocate(8);
      fails(Errno.EINVAL, () -> server.socket().receive(room, urgent, Deadline.NOW));
      client.write(bytes("slow", arena));
      var _ = client.socket().send(Outgoing.of(bytes("!", arena)).outOfBand(), Sockets.soon());
      var _ = Wait.readable(server.socket().fd(), Sockets.soon());
      var soon = Sockets.soon();
      while (true) { // it may take a moment on its way
        try {
          var message = (Received.Message) server.socket().receive(room, urgent, soon);
          assertThat(text(room, message.bytes())).isEqualTo("!");
          break;
        } catch (UnixException e) {
          assertThat(soon.hasPassed()).isFalse();
        }
      }
      assertThat(text(room, server.read(room))).isEqualTo("slow");
    }
  }
}
