package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.bytes;
import static dev.rohrpost.socket.Sockets.fails;
import static dev.rohrpost.socket.Sockets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class AddressBufferTest {
  private final Arena arena = Arena.ofShared();
  private final AddressBuffer from = new AddressBuffer();
  private final MemorySegment room = arena.allocate(20);

  @AfterEach
  void free() {
    arena.close();
  }

  private void assertAnswered(Address server) throws Exception {
    try (var here = DatagramSocket.bind(server);
        var one = DatagramSocket.connect(here.address());
        var two = DatagramSocket.connect(here.address())) {
      one.send(bytes("one", arena));
      two.send(bytes("number two", arena));
      for (var client : new DatagramSocket[] {one, two}) {
        var got = (Transfer.Bytes) here.receive(room, from, Sockets.soon());
        assertThat(from.address()).isEqualTo(client.address());
        assertThat(from.address()).isSameAs(from.address());
        var message = room.asSlice(0, got.count());
        assertThat(here.send(message, from, Sockets.soon())).isEqualTo(got);
        assertThat(client.receive(room, from, Sockets.soon())).isEqualTo(got);
        assertThat(from.address()).isEqualTo(here.address());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void whoSentAMessageIsAnswered(String host) throws Exception {
    assertAnswered(new InternetAddress(InetAddress.ofLiteral(host), 0));
  }

  @Test
  void ofAUnixSocketToo() throws Exception {
    assertAnswered(Sockets.abstractName());
  }

  @Test
  void anAddressCanBePutIntoIt() throws Exception {
    assertThat(from.address()).isEqualTo(new UnixAddress.Unnamed());
    try (var here = DatagramSocket.bind(InternetAddress.loopback(0));
        var there = DatagramSocket.bind(InternetAddress.loopback(0))) {
      from.set(there.address());
      assertThat(from).hasToString(there.address().toString());
      var _ = here.send(bytes("hello", arena), from, Sockets.soon());
      assertThat(text(room, there.receive(room))).isEqualTo("hello");
      from.set(new InternetAddress(InetAddress.ofLiteral("::1"), 9));
      fails(Errno.EAFNOSUPPORT, () -> here.send(bytes("!", arena), from, Sockets.soon()));
    }
  }

  @Test
  void aMessageIsCutAndAnEmptyOneIsAMessage() throws Exception {
    try (var pair = DatagramSocket.pair()) {
      pair.first().send(bytes("", arena));
      pair.first().send(bytes("longer than that", arena));
      assertThat(pair.second().receive(room, from, Deadline.NOW)).isEqualTo(new Transfer.Bytes(0));
      assertThat(from.address()).isEqualTo(new UnixAddress.Unnamed());
      assertThat(pair.second().receive(room.asSlice(0, 4), from, Deadline.NOW))
          .isEqualTo(new Transfer.Bytes(16));
      assertThat(text(room, 4)).isEqualTo("long");
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitingEndsInThreeWays(ThreadKind kind) throws Exception {
    try (var pair = DatagramSocket.pair()) {
      var late =
          kind.start(() -> pair.first().receive(room, from, Deadline.after(Duration.ofMillis(20))));
      assertThat(late.result()).isEqualTo(Transfer.TIMED_OUT);
      assertThat(pair.first().receive(room, from, Deadline.NOW)).isEqualTo(Transfer.TIMED_OUT);
      var interrupted =
          kind.start(() -> pair.first().receive(room, from, Deadline.NEVER)).awaitBlocked();
      interrupted.interrupt();
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      var closed =
          kind.start(() -> pair.first().receive(room, from, Sockets.soon())).awaitBlocked();
      pair.first().close();
      assertThat(closed.failure())
          .isInstanceOfSatisfying(
              UnixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
    }
  }

  /// A full queue of a UNIX socket is nothing that poll(2) knows of a sender without a peer.
  @ParameterizedTest
  @EnumSource
  void aFullQueueIsWaitedFor(ThreadKind kind) throws Exception {
    try (var full = DatagramSocket.bind(Sockets.abstractName());
        var here = DatagramSocket.open(Domain.UNIX)) {
      from.set(full.address());
      while (here.send(bytes("fill", arena), from, Deadline.NOW) instanceof Transfer.Bytes) {
        // until it is
      }
      var late = kind.start(() -> here.send(room, from, Deadline.after(Duration.ofMillis(20))));
      assertThat(late.result()).isEqualTo(Transfer.TIMED_OUT);
      var waiting = kind.start(() -> here.send(room, from, Sockets.soon())).awaitBlocked();
      var _ = full.receive(room);
      assertThat(waiting.result()).isEqualTo(new Transfer.Bytes(20));
    }
  }

  @Test
  void onlyNativeMemoryThatMayBeWrittenIsReceivedInto() throws Exception {
    try (var pair = DatagramSocket.pair()) {
      for (var bad : new MemorySegment[] {room.asReadOnly(), MemorySegment.ofArray(new byte[1])}) {
        pair.first().send(bytes("x", arena));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> pair.second().receive(bad, from, Deadline.NOW));
      }
    }
  }
}
