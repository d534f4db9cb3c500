package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.Direction;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Tag("busy")
class InternetSocketsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void bothEndsOfAConnectionOnThisMachineAreFound(String host) throws Exception {
    try (var listener = StreamSocket.listen(new InternetAddress(loopback(host), 0));
        var client = StreamSocket.connect(listener.address());
        var server = listener.accept();
        var arena = Arena.ofConfined()) {
      client.write(arena.allocate(1000));
      var table = Tables.read();
      var near = Tables.internet(table, Tables.inode(client));
      var far = Tables.internet(table, Tables.inode(server));
      assertThat(near.state()).isEqualTo(SocketState.CONNECTED);
      assertThat(near.peer()).contains(far.id());
      assertThat(far.peer()).contains(near.id());
      assertThat(far.received()).isEqualTo(1000);
      assertThat(near.remote()).contains(far.local());
      var port = ((InternetAddress) listener.address()).port();
      assertThat(near.name()).contains(" > ").endsWith((host.equals("::1") ? "1]:" : "1:") + port);
    }
  }

  private static InetAddress loopback(String host) throws Exception {
    Assumptions.assumeTrue(
        !host.contains(":") || Files.exists(Path.of("/proc/net/if_inet6")), "no IPv6");
    return InetAddress.getByName(host);
  }

  @Test
  void aListenerTellsHowManyWaitAndHowManyWereTurnedAway() throws Exception {
    var at = new InternetAddress(loopback("127.0.0.1"), 0);
    try (var listener = StreamSocket.listen(at, Binding.SAFE.withBacklog(0));
        var waiting = StreamSocket.connect(listener.address())) {
      var refused =
          StreamSocket.connect(listener.address(), Deadline.after(Duration.ofMillis(100)));
      assertThat(refused).isEmpty();
      var table = Tables.read();
      var listening = Tables.internet(table, Tables.inode(listener.socket()));
      assertThat(listening.state()).isEqualTo(SocketState.LISTENING);
      assertThat(listening.remote()).isEmpty();
      assertThat(listening.received()).isEqualTo(1);
      assertThat(listening.sent()).isZero();
      assertThat(listening.dropped()).isPositive();
      var client = Tables.internet(table, Tables.inode(waiting));
      assertThat(client.state()).isEqualTo(SocketState.CONNECTING);
      assertThat(client.peer()).isEmpty();
      assertThat(client.listener()).contains(listening.id());
      assertThat(listening.listener()).isEmpty();
    }
  }

  /// What listens, what connects.
  @ParameterizedTest
  @CsvSource({
    "AF_INET, 0.0.0.0, 127.0.0.1",
    "AF_INET, 127.0.0.2, 127.0.0.2",
    "AF_INET6, ::, ::1",
    "AF_INET6, ::1, ::1",
    "AF_INET6, ::, 127.0.0.1",
    "AF_INET6, ::ffff:127.0.0.1, 127.0.0.1"
  })
  void whoWasNotAcceptedIsJoinedToTheListener(String family, String at, String to)
      throws Exception {
    var _ = loopback(family.equals("AF_INET6") ? "::1" : at);
    var program =
        """
        import os, socket, sys
        l = socket.socket(getattr(socket, sys.argv[1]))
        if l.family == socket.AF_INET6: l.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        l.bind((sys.argv[2], 0)); l.listen(0)
        to = sys.argv[3], l.getsockname()[1]
        c = socket.create_connection(to)
        d = socket.socket(c.family); d.setblocking(False); d.connect_ex(to)
        for x in l, c, d: print(os.fstat(x.fileno()).st_ino, flush=True)
        sys.stdin.read()
        """;
    try (var python = Python.start(program, family, at, to)) {
      var inodes = Tables.inodes(python, 3);
      var table = Tables.read();
      var listener = Tables.internet(table, inodes.getFirst());
      for (var inode : inodes.subList(1, 3)) {
        var client = Tables.internet(table, inode);
        assertThat(client.state()).isEqualTo(SocketState.CONNECTING);
        assertThat(client.listener()).contains(listener.id());
        assertThat(client.peer()).isEmpty();
      }
    }
  }

  @Test
  void whosePeerHasClosedDoesNotWaitToBeAccepted() throws Exception {
    var at = new InternetAddress(loopback("127.0.0.1"), 0);
    try (var listener = StreamSocket.listen(at);
        var client = StreamSocket.connect(listener.address())) {
      listener.accept().close();
      var socket = Tables.internet(Tables.read(), Tables.inode(client));
      assertThat(socket.state()).isEqualTo(SocketState.CONNECTED);
      assertThat(socket.listener()).isEmpty();
      assertThat(socket.peer()).isEmpty();
    }
  }

  @Test
  void whoHasSentAllAndWaitsToBeAcceptedStillDoes() throws Exception {
    var at = new InternetAddress(loopback("127.0.0.1"), 0);
    try (var listener = StreamSocket.listen(at);
        var client = StreamSocket.connect(listener.address())) {
      client.shutdown(Direction.SENDING);
      var socket = Tables.internet(Tables.read(), Tables.inode(client));
      assertThat(socket.state()).isEqualTo(SocketState.CONNECTING);
      assertThat(socket.listener()).contains("tcp:" + Tables.inode(listener.socket()));
    }
  }

  @Test
  void ofSocketsThatAreNotAcceptedNoneIsListed() throws Exception {
    var at = new InternetAddress(loopback("127.0.0.1"), 0);
    try (var listener = StreamSocket.listen(at);
        var _ = StreamSocket.connect(listener.address())) {
      assertThat(Tables.read().get(0)).isEmpty();
    }
  }

  @Test
  void anAddressOfIpv4InASocketOfIpv6IsTheSame() throws Exception {
    var _ = loopback("::1");
    var program =
        """
        import os, socket, sys
        l = socket.socket(socket.AF_INET6)
        l.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        l.bind(('::', 0)); l.listen()
        c = socket.create_connection(('127.0.0.1', l.getsockname()[1]))
        s, _ = l.accept()
        for x in c, s: print(os.fstat(x.fileno()).st_ino, flush=True)
        sys.stdin.read()
        """;
    try (var python = Python.start(program)) {
      var inodes = Tables.inodes(python, 2);
      var table = Tables.read();
      var client = Tables.internet(table, inodes.getFirst());
      var server = Tables.internet(table, inodes.getLast());
      assertThat(client.peer()).contains(server.id());
      assertThat(server.peer()).contains(client.id());
      assertThat(server.name()).startsWith("127.0.0.1:");
    }
  }

  @Test
  void socketsOfDatagramsAreConnectedInOneDirectionOrBoth() throws Exception {
    var at = new InternetAddress(loopback("127.0.0.1"), 0);
    try (var one = DatagramSocket.bind(at);
        var other = DatagramSocket.bind(at)) {
      one.connectTo(other.address());
      var table = Tables.read();
      var sender = Tables.internet(table, Tables.inode(one));
      var receiver = Tables.internet(table, Tables.inode(other));
      assertThat(sender.kind()).isEqualTo(Kind.UDP);
      assertThat(sender.peer()).contains(receiver.id());
      assertThat(receiver.state()).isEqualTo(SocketState.UNCONNECTED);
      assertThat(receiver.peer()).isEmpty();
      other.connectTo(one.address());
      table = Tables.read();
      assertThat(Tables.internet(table, receiver.inode()).peer()).contains(sender.id());
      assertThat(Tables.internet(table, sender.inode()).peer()).contains(receiver.id());
    }
  }

  @Test
  void aReceiverOnAllAddressesIsFoundWhereThereIsOnlyOne() throws Exception {
    var any = new InternetAddress(InetAddress.getByName("0.0.0.0"), 0);
    try (var receiver = DatagramSocket.bind(any);
        var sender =
            DatagramSocket.connect(
                InternetAddress.loopback(((InternetAddress) receiver.address()).port()))) {
      var table = Tables.read();
      var found = Tables.internet(table, Tables.inode(receiver));
      assertThat(Tables.internet(table, Tables.inode(sender)).peer()).contains(found.id());
    }
  }

  @Test
  void whoseAnswerIsOutstandingIsConnecting() throws Exception {
    var program =
        """
        import os, socket, sys
        l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(0)
        all = [socket.socket() for i in range(3)]
        for c in all:
            c.setblocking(False); c.connect_ex(l.getsockname())
        print(os.fstat(all[2].fileno()).st_ino, flush=True)
        sys.stdin.read()
        """;
    try (var python = Python.start(program)) {
      var client = Tables.inodes(python, 1).getFirst();
      var socket = Tables.internet(Tables.read(), client);
      assertThat(socket.state()).isEqualTo(SocketState.CONNECTING);
      assertThat(socket.remote()).isPresent();
    }
  }
}
