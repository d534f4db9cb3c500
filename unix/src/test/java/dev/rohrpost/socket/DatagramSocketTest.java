package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.bytes;
import static dev.rohrpost.socket.Sockets.fails;
import static dev.rohrpost.socket.Sockets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
class DatagramSocketTest {
  private final Arena arena = Arena.ofShared();

  @TempDir Path folder;

  @AfterEach
  void free() {
    arena.close();
  }

  private Received.Message next(DatagramSocket socket, int room) throws Exception {
    return (Received.Message) socket.receive(arena.allocate(Math.max(1, room)), Sockets.soon());
  }

  @Test
  @Row("UDS-14")
  void aMessageIsCutAndAnEmptyOneIsAMessage() throws Exception {
    try (var pair = DatagramSocket.pair()) {
      pair.first().send(bytes("sixsix", arena));
      pair.first().send(bytes("", arena));
      pair.first().send(bytes("six", arena));
      var cut = next(pair.second(), 2);
      assertThat(cut.bytes()).isEqualTo(2);
      assertThat(cut.length()).isEqualTo(6);
      assertThat(cut.cut()).containsExactly(Received.Cut.BYTES);
      var empty = next(pair.second(), 10);
      assertThat(empty.length()).isZero();
      assertThat(empty.cut()).isEmpty();
      assertThat(pair.second().receive(arena.allocate(2))).isEqualTo(3);
      assertThat(pair.second().receive(arena.allocate(2), Deadline.NOW))
          .isEqualTo(Received.TIMED_OUT);
    }
  }

  @Test
  void whoHasANameCanBeAnswered() throws Exception {
    var file = new UnixAddress.File(folder.resolve("postbox"));
    try (var postbox = DatagramSocket.bind(file)) {
      try (var client = DatagramSocket.connect(file)) {
        client.send(bytes("question", arena));
        var question = next(postbox, 20);
        assertThat(question.from()).isEqualTo(client.address());
        var _ = postbox.send(bytes("answer", arena), question.from(), Sockets.soon());
        var room = arena.allocate(20);
        assertThat(text(room, client.receive(room))).isEqualTo("answer");
      }
      try (var nameless = DatagramSocket.open(Domain.UNIX)) {
        var _ = nameless.send(bytes("hello", arena), file, Deadline.NEVER);
        assertThat(next(postbox, 20).from()).isEqualTo(new UnixAddress.Unnamed());
        fails(Errno.ENOTCONN, () -> nameless.send(bytes("to whom?", arena)));
      }
    }
    assertThat(folder).isEmptyDirectory();
    fails(Errno.ENOENT, () -> DatagramSocket.connect(file));
  }

  @ParameterizedTest
  @EnumSource
  @Row({"UDS-15", "F32"})
  void aFullUnixQueueMakesTheSenderWaitAndLosesNothing(ThreadKind kind) throws Exception {
    var name = Sockets.abstractName();
    try (var reader = DatagramSocket.bind(name);
        var connected = DatagramSocket.connect(name);
        var stranger = DatagramSocket.open(Domain.UNIX)) {
      var one = bytes("1", arena);
      var sent = 0;
      while (connected.send(one, Deadline.NOW) instanceof Transfer.Bytes) {
        sent++;
      }
      assertThat(sent).isBetween(1, 1000);
      var soon = Deadline.after(Duration.ofMillis(20));
      assertThat(kind.start(() -> connected.send(one, soon)).result())
          .isEqualTo(Transfer.TIMED_OUT);
      assertThat(kind.start(() -> stranger.send(one, name, Deadline.NOW)).result())
          .isEqualTo(Transfer.TIMED_OUT);
      var later = Deadline.after(Duration.ofMillis(20));
      assertThat(kind.start(() -> stranger.send(one, name, later)).result())
          .isEqualTo(Transfer.TIMED_OUT);
      var waiting = kind.start(() -> stranger.send(one, name, Deadline.NEVER)).awaitBlocked();
      for (var i = 0; i <= sent; i++) {
        assertThat(next(reader, 1).bytes()).isEqualTo(1);
      }
      assertThat(waiting.result()).isEqualTo(new Transfer.Bytes(1));
    }
  }

  @Test
  @Row("UDS-15")
  void aPairTakesWhatItsBufferHolds() throws Exception {
    try (var pair = DatagramSocket.pair()) {
      var sent = 0;
      while (pair.first().send(bytes("1", arena), Deadline.NOW) instanceof Transfer.Bytes) {
        sent++;
      }
      assertThat(sent).isBetween(10, 10_000);
      assertThat(pair.first().send(bytes("1", arena), Deadline.NOW)).isEqualTo(Transfer.TIMED_OUT);
    }
  }

  @Test
  void tooLongForOneMessageIsSaid() throws Exception {
    try (var pair = DatagramSocket.pair();
        var udp = DatagramSocket.connect(InternetAddress.loopback(9))) {
      var much = arena.allocate(10_000_000);
      fails(Errno.EMSGSIZE, () -> pair.first().send(much));
      fails(Errno.EMSGSIZE, () -> udp.send(much.asSlice(0, 65_508)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void udpCarriesMessagesBothWays(String host) throws Exception {
    try (var server = DatagramSocket.bind(InternetAddress.of(host, 0));
        var client = DatagramSocket.connect(server.address())) {
      client.send(bytes("ping", arena));
      var ping = next(server, 10);
      assertThat(ping.from()).isEqualTo(client.address());
      var _ = server.send(bytes("pong", arena), ping.from(), Deadline.NEVER);
      assertThat(next(client, 10).bytes()).isEqualTo(4);
    }
  }

  @Test
  @Row("INET-05")
  void aMessageThatMetNobodyIsToldOnce() throws Exception {
    InternetAddress gone;
    try (var server = DatagramSocket.bind(InternetAddress.loopback(0))) {
      gone = (InternetAddress) server.address();
    }
    try (var client = DatagramSocket.connect(gone)) {
      client.send(bytes("anybody?", arena));
      assertThatThrownBy(() -> client.receive(arena.allocate(10)))
          .isInstanceOf(UnixException.Disconnected.class)
          .hasMessageContaining("ECONNREFUSED");
      try (var server = DatagramSocket.bind(gone)) {
        client.send(bytes("again", arena));
        assertThat(next(server, 10).bytes()).isEqualTo(5);
      }
    }
  }

  @Test
  @Row("F32")
  void whatUdpDropsIsCounted() throws Exception {
    try (var server = DatagramSocket.bind(InternetAddress.loopback(0));
        var client = DatagramSocket.connect(server.address())) {
      server.socket().set(SocketOption.COUNT_DROPPED, true);
      server.socket().set(SocketOption.RECEIVE_BUFFER, 4096);
      var kilobyte = arena.allocate(1024);
      for (var i = 0; i < 100; i++) {
        client.send(kilobyte);
      }
      var received = 0;
      while (server.receive(kilobyte, Deadline.NOW) instanceof Received.Message) {
        received++;
      }
      assertThat(received).isBetween(1, 99);
      client.send(kilobyte);
      assertThat(next(server, 1024).dropped()).hasValue(100 - received);
    }
  }

  @Test
  void broadcastHasToBeAllowed() throws Exception {
    var everybody = InternetAddress.of("127.255.255.255", 0);
    try (var server = DatagramSocket.bind(InternetAddress.of("0.0.0.0", 0));
        var client = DatagramSocket.open(Domain.INTERNET)) {
      var port = ((InternetAddress) server.address()).port();
      var to = new InternetAddress(everybody.host(), port);
      fails(Errno.EACCES, () -> client.send(bytes("all", arena), to, Deadline.NEVER));
      client.socket().set(SocketOption.BROADCAST, true);
      var _ = client.send(bytes("all", arena), to, Deadline.NEVER);
      assertThat(next(server, 10).bytes()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"239.11.22.33", "ff01::4711"})
  void allMembersOfAGroupReceive(String group) throws Exception {
    var loopback = NetworkInterface.getByName("lo");
    var host = InetAddress.ofLiteral(group);
    var membership = Membership.of(host).through(loopback);
    var domain = new InternetAddress(host, 0).domain();
    var any = domain.equals(Domain.INTERNET) ? "0.0.0.0" : "::";
    try (var one = DatagramSocket.bind(InternetAddress.of(any, 0));
        var other = DatagramSocket.open(domain);
        var sender = DatagramSocket.open(domain)) {
      var port = ((InternetAddress) one.address()).port();
      other.socket().set(SocketOption.REUSE_ADDRESS, true);
      one.join(membership);
      fails(Errno.EADDRINUSE, () -> one.join(membership));
      sender.sendToGroupsThrough(loopback);
      sender.socket().set(SocketOption.MULTICAST_TIME_TO_LIVE, 0);
      assertThat(sender.socket().get(SocketOption.MULTICAST_TIME_TO_LIVE)).isZero();
      assertThat(sender.socket().get(SocketOption.MULTICAST_LOOP)).isTrue();
      var to = new InternetAddress(host, port);
      try {
        var _ = sender.send(bytes("members", arena), to, Deadline.NEVER);
      } catch (UnixException e) {
        Assumptions.assumeFalse(e.is(Errno.ENETUNREACH), "no route to groups of IPv6");
        throw e;
      }
      assertThat(next(one, 10).bytes()).isEqualTo(7);
      one.leave(membership);
      fails(Errno.EADDRNOTAVAIL, () -> one.leave(membership));
      var me = InetAddress.ofLiteral(any.equals("::") ? "::1" : "127.0.0.1");
      var elsewhere = InetAddress.ofLiteral(any.equals("::") ? "fd00::1" : "192.0.2.1");
      one.join(membership.from(elsewhere));
      var _ = sender.send(bytes("not from there", arena), to, Deadline.NEVER);
      assertThat(one.receive(arena.allocate(10), Deadline.NOW)).isEqualTo(Received.TIMED_OUT);
      one.leave(membership.from(elsewhere));
      assertThat(me.isLoopbackAddress()).isTrue();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Membership.of(InetAddress.ofLiteral("127.0.0.1")))
        .withMessageContaining("no group");
  }

  @Test
  void severalListenToOneGroupAtOnePort() throws Exception {
    var group = InetAddress.ofLiteral("239.11.22.34");
    var loopback = NetworkInterface.getByName("lo");
    try (var first = DatagramSocket.open(Domain.INTERNET);
        var second = DatagramSocket.open(Domain.INTERNET);
        var sender = DatagramSocket.open(Domain.INTERNET)) {
      first.socket().set(SocketOption.REUSE_ADDRESS, true);
      first.socket().bind(new InternetAddress(group, 0));
      first.join(Membership.of(group).through(loopback));
      second.socket().set(SocketOption.REUSE_ADDRESS, true);
      second.socket().bind(first.address());
      second.join(Membership.of(group).through(loopback));
      sender.sendToGroupsThrough(loopback);
      var _ = sender.send(bytes("both", arena), first.address(), Deadline.NEVER);
      assertThat(next(first, 10).bytes()).isEqualTo(4);
      assertThat(next(second, 10).bytes()).isEqualTo(4);
    }
  }

  @Test
  void severalMessagesGoWithOneCall() throws Exception {
    try (var server = DatagramSocket.bind(InternetAddress.loopback(0));
        var client = DatagramSocket.open(Domain.INTERNET);
        var out = new Batch(10, 8);
        var in = new Batch(20, 8)) {
      for (var i = 0; i < 10; i++) {
        out.room(i).set(ValueLayout.JAVA_BYTE, 0, (byte) i);
        out.fill(i, 1 + i % 8, server.address());
      }
      assertThat(out.send(client.socket(), 10, Sockets.soon())).isEqualTo(10);
      var received = 0;
      while (received < 10) {
        var count = in.receive(server.socket(), Sockets.soon());
        for (var i = 0; i < count; i++, received++) {
          assertThat(in.room(i).get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) received);
          assertThat(in.length(i)).isEqualTo(1 + received % 8);
          assertThat(in.from(i)).isInstanceOf(InternetAddress.class);
        }
      }
      assertThat(in.receive(server.socket(), Deadline.NOW)).isZero();
      assertThatIllegalArgumentException().isThrownBy(() -> new Batch(1025, 1));
      assertThatThrownBy(() -> out.fill(0, 9)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
