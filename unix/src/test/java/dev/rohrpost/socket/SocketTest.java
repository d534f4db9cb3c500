package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What the kernel refuses, and how that is said.
@ExtendWith(NoFdLeaks.class)
@Timeout(120)
class SocketTest {
  @TempDir Path folder;

  private static Socket stream() throws UnixException {
    return Socket.open(Domain.UNIX, SocketType.STREAM, 0);
  }

  private static Socket datagram() throws UnixException {
    return Socket.open(Domain.UNIX, SocketType.DATAGRAM, 0);
  }

  private UnixAddress at(String name) {
    return new UnixAddress.File(folder.resolve(name));
  }

  @Test
  @Row("UDS-01")
  void bindingSaysWhatIsInTheWay() throws Exception {
    Files.createFile(folder.resolve("file"));
    try (var one = stream();
        var two = stream()) {
      one.bind(at("here"));
      fails(Errno.EADDRINUSE, () -> two.bind(at("here")));
      fails(Errno.EADDRINUSE, () -> two.bind(at("file")));
      fails(Errno.EINVAL, () -> one.bind(at("elsewhere")));
      fails(Errno.ENOENT, () -> two.bind(at("missing/s")));
      fails(Errno.ENOTDIR, () -> two.bind(at("file/s")));
      assertThatThrownBy(() -> two.bind(at("file")))
          .hasMessage("bind(" + folder.resolve("file") + "): EADDRINUSE: address already in use");
    }
  }

  @Test
  @Row("UDS-02")
  void connectingSaysWhatIsThere() throws Exception {
    Files.createFile(folder.resolve("file"));
    try (var listener = stream();
        var postbox = datagram();
        var one = stream();
        var other = datagram()) {
      listener.bind(at("stream"));
      listener.listen(1);
      postbox.bind(at("datagram"));
      fails(Errno.EPROTOTYPE, () -> one.connect(at("datagram"), Deadline.NEVER));
      fails(Errno.EPROTOTYPE, () -> other.connect(at("stream"), Deadline.NEVER));
      fails(Errno.ENOENT, () -> one.connect(at("nothing"), Deadline.NEVER));
      fails(Errno.ECONNREFUSED, () -> one.connect(at("file"), Deadline.NEVER));
    }
  }

  @Test
  @Row("UDS-07")
  void onlyABoundStreamListens() throws Exception {
    try (var unbound = stream();
        var datagram = datagram()) {
      fails(Errno.EINVAL, () -> unbound.listen(1));
      fails(Errno.EOPNOTSUPP, () -> datagram.listen(1));
    }
  }

  @Test
  @Row("UDS-09")
  void onlyAListenerAccepts() throws Exception {
    try (var unbound = stream();
        var datagram = datagram();
        var pipe = Pipe.open()) {
      fails(Errno.EINVAL, () -> unbound.accept(Deadline.NEVER));
      fails(Errno.EOPNOTSUPP, () -> datagram.accept(Deadline.NEVER));
      fails(Errno.ENOTSOCK, () -> Socket.adopt(pipe.readEnd().fd()));
    }
  }

  @Test
  @Row("UDS-10")
  void thePathHas107Bytes() throws Exception {
    var shorter = folder.toString().length() + 1;
    var longest = "x".repeat(UnixAddress.LONGEST_PATH - shorter);
    try (var bound = stream()) {
      bound.bind(at(longest));
      bound.listen(1);
      try (var client = StreamSocket.connect(at(longest))) {
        assertThat(client.socket().peerAddress()).isEqualTo(at(longest));
      }
    }
    Files.delete(folder.resolve(longest));
    try (var listener = StreamSocket.listen(at(longest));
        var client = StreamSocket.connect(at(longest));
        var _ = listener.accept()) {
      assertThat(listener.address()).hasToString(folder.resolve(longest).toString());
      assertThat(client.socket().peerAddress().toString()).contains(".rohrpost-");
    }
    assertThat(folder).isEmptyDirectory();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> at(longest + "x"))
        .withMessageContaining("107 bytes, not 108");
    assertThatIllegalArgumentException().isThrownBy(() -> at(longest + "ä"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UnixAddress.Abstract("x".repeat(108)))
        .withMessageContaining("107");
    new UnixAddress.Abstract("x".repeat(107));
  }

  @Test
  @Row({"UDS-19", "INET-06"})
  void theFamiliesDifferAboutWhatIsNotConnected() throws Exception {
    try (var unix = stream();
        var tcp = Socket.open(Domain.INTERNET, SocketType.STREAM, 0);
        var arena = Arena.ofConfined()) {
      var room = arena.allocate(8);
      fails(Errno.ENOTCONN, () -> tcp.receive(room)); // before the shutdown, which fails and counts
      unix.shutdown(Direction.BOTH);
      fails(Errno.ENOTCONN, () -> tcp.shutdown(Direction.BOTH));
      assertThatThrownBy(() -> unix.fd().borrow(n -> shutdown(n, 9)))
          .hasMessageContaining("EINVAL");
      fails(Errno.ENOTCONN, tcp::peerAddress);
    }
    try (var unix = stream()) {
      fails(Errno.ENOTCONN, unix::peerCredentials);
    }
  }

  private static int shutdown(int number, int how) throws UnixException {
    SysSocketH.shutdown(number, how);
    return how;
  }

  @Test
  @Row("UDS-22")
  void anAbstractNameIsFreeAgainAtOnceAndTheKernelCanChooseOne() throws Exception {
    var name = Sockets.abstractName();
    for (var i = 0; i < 10; i++) {
      StreamSocket.listen(name).close();
    }
    try (var chosen = stream()) {
      chosen.bind(new UnixAddress.Unnamed());
      assertThat(chosen.localAddress())
          .isInstanceOfSatisfying(
              UnixAddress.Abstract.class, address -> assertThat(address.name()).hasSize(5));
    }
  }

  @Test
  void anAbstractNameIsAnyBytes() throws Exception {
    for (var text : new String[] {"Grüße", "\udc80x\udcff", "a\0b", "𝄞\udcc3"}) {
      var name = new UnixAddress.Abstract(text + ProcessHandle.current().pid());
      try (var listener = StreamSocket.listen(name)) {
        assertThat(listener.address()).isEqualTo(name);
      }
    }
    assertThat(Names.bytes("\udcff")).containsExactly(0xff);
    assertThat(Names.text(new byte[] {'a', (byte) 0xc3})).isEqualTo("a\udcc3");
    assertThat(Names.text("𝄞ä".getBytes(StandardCharsets.UTF_8))).isEqualTo("𝄞ä");
  }

  @Test
  @Row("INET-01")
  void whatADomainDoesNotHave() {
    fails(Errno.EPROTONOSUPPORT, () -> Socket.open(Domain.INTERNET, SocketType.STREAM, 17));
    fails(Errno.EPROTONOSUPPORT, () -> Socket.open(Domain.INTERNET, SocketType.DATAGRAM, 6));
    fails(Errno.EINVAL, () -> Socket.open(Domain.INTERNET, new SocketType(75), 0));
    fails(Errno.EOPNOTSUPP, () -> SocketPair.make(Domain.INTERNET, SocketType.STREAM));
  }

  @Test
  void aDomainThatThisKernelLacksIsNamed() {
    for (var number = 3; number < 64; number++) {
      var domain = new Domain(number);
      try (var there = Socket.open(domain, SocketType.DATAGRAM, 0)) {
        assertThat(there.domain()).isEqualTo(domain);
      } catch (UnixException e) {
        if (e.is(Errno.EAFNOSUPPORT)) {
          assertThat(e).hasMessageContaining("this kernel has no " + domain);
        }
      }
    }
    assertThat(Domain.TIPC).hasToString("TIPC (AF_TIPC)");
    assertThat(new Domain(77)).hasToString("domain 77");
  }

  @Test
  void optionsAreTyped() throws Exception {
    try (var tcp = Socket.open(Domain.INTERNET_6, SocketType.STREAM, 0)) {
      assertThat(tcp.get(SocketOption.LINGER)).isEmpty();
      tcp.set(SocketOption.LINGER, Optional.of(Duration.ofSeconds(3)));
      assertThat(tcp.get(SocketOption.LINGER)).contains(Duration.ofSeconds(3));
      tcp.set(SocketOption.NO_DELAY, true);
      assertThat(tcp.get(SocketOption.NO_DELAY)).isTrue();
      tcp.set(SocketOption.TIME_TO_LIVE, 7);
      assertThat(tcp.get(SocketOption.TIME_TO_LIVE)).isEqualTo(7);
      tcp.set(SocketOption.SEND_BUFFER, 10_000);
      assertThat(tcp.get(SocketOption.SEND_BUFFER)).isEqualTo(20_000);
      assertThat(tcp.isListening()).isFalse();
      assertThat(tcp.takeError()).isEmpty();
      assertThat(tcp.peerPidfd()).isEmpty();
    }
    try (var unix = stream()) {
      assertThatThrownBy(() -> unix.get(SocketOption.NO_DELAY))
          .isInstanceOf(UnixException.Unsupported.class)
          .hasMessageContaining("TCP_NODELAY");
    }
  }

  @Test
  void aClosedSocketSaysSo() throws Exception {
    var socket = stream();
    socket.close();
    socket.close();
    fails(Errno.EBADF, socket::localAddress);
    fails(Errno.EBADF, () -> Socket.adopt(socket.fd()));
    assertThat(socket).hasToString("UNIX (AF_UNIX) stream socket " + socket.fd());
    assertThatIllegalArgumentException().isThrownBy(() -> Fd.own(-1));
  }
}
