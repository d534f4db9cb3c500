package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.SeqpacketSocket;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Tag("busy")
class UnixSocketsTest {
  @Test
  void pairsOfEveryTypeNameEachOther() throws Exception {
    try (var stream = StreamSocket.pair();
        var datagram = DatagramSocket.pair();
        var seqpacket = SeqpacketSocket.pair()) {
      var table = Tables.read();
      assertThat(table.addOthers(Map.of())).isEmpty();
      expectPair(table, "stream", Tables.inode(stream.first()), Tables.inode(stream.second()));
      expectPair(table, "dgram", Tables.inode(datagram.first()), Tables.inode(datagram.second()));
      expectPair(
          table, "seqpacket", Tables.inode(seqpacket.first()), Tables.inode(seqpacket.second()));
    }
  }

  private static void expectPair(SocketTable table, String type, long one, long other) {
    var first = Tables.unix(table, one);
    var second = Tables.unix(table, other);
    assertThat(first.type()).isEqualTo(type);
    assertThat(first.state()).isEqualTo(SocketState.CONNECTED);
    assertThat(first.peer()).contains(second.id());
    assertThat(second.peer()).contains(first.id());
    assertThat(first.network()).isEqualTo(Tables.numberIn(Path.of("/proc/self/ns/net")));
  }

  @Test
  void whatWaitsInTheQueuesIsCounted() throws Exception {
    try (var pair = StreamSocket.pair();
        var arena = Arena.ofConfined()) {
      pair.first().write(arena.allocate(1000));
      var table = Tables.read();
      assertThat(Tables.unix(table, Tables.inode(pair.second())).received()).isEqualTo(1000);
      assertThat(Tables.unix(table, Tables.inode(pair.first())).sent()).isPositive();
    }
  }

  @Test
  void theOneLeftOfAPairHasNoPeer() throws Exception {
    try (var pair = StreamSocket.pair()) {
      pair.second().close();
      var left = Tables.unix(Tables.read(), Tables.inode(pair.first()));
      assertThat(left.state()).isEqualTo(SocketState.UNCONNECTED);
      assertThat(left.peer()).isEmpty();
    }
  }

  @Test
  void whoIsNotAcceptedIsFoundThroughTheListener() throws Exception {
    var address = new UnixAddress.Abstract(Tables.uniqueName());
    try (var listener = StreamSocket.listen(address, Binding.SAFE.withBacklog(1));
        var one = StreamSocket.connect(address);
        var two = StreamSocket.connect(address)) {
      var table = Tables.read();
      var listening = Tables.unix(table, Tables.inode(listener.socket()));
      assertThat(listening.state()).isEqualTo(SocketState.LISTENING);
      assertThat(listening.name()).isEqualTo("@" + address.name());
      assertThat(listening.received()).isEqualTo(2);
      assertThat(listening.sent()).isEqualTo(1);
      assertThat(listening.waiting())
          .containsExactlyInAnyOrder(Tables.inode(one), Tables.inode(two));
      var client = Tables.unix(table, Tables.inode(one));
      assertThat(client.state()).isEqualTo(SocketState.CONNECTING);
      assertThat(client.peer()).isEmpty();
      assertThat(client.listener()).contains(listening.id());
    }
  }

  @Test
  void whoIsAcceptedIsConnected() throws Exception {
    var address = new UnixAddress.Abstract(Tables.uniqueName());
    try (var listener = SeqpacketSocket.listen(address);
        var client = SeqpacketSocket.connect(address);
        var server = listener.accept()) {
      var table = Tables.read();
      expectPair(table, "seqpacket", Tables.inode(client), Tables.inode(server));
      assertThat(Tables.unix(table, Tables.inode(server)).name()).isEqualTo("@" + address.name());
      assertThat(Tables.unix(table, Tables.inode(listener.socket())).waiting()).isEmpty();
    }
  }

  @Test
  void aSocketOfDatagramsNamesWhomItSendsTo() throws Exception {
    var address = new UnixAddress.Abstract(Tables.uniqueName());
    try (var server = DatagramSocket.bind(address);
        var client = DatagramSocket.connect(address)) {
      var table = Tables.read();
      var receiver = Tables.unix(table, Tables.inode(server));
      assertThat(Tables.unix(table, Tables.inode(client)).peer()).contains(receiver.id());
      assertThat(receiver.state()).isEqualTo(SocketState.UNCONNECTED);
    }
  }

  @Test
  void aSocketFileIsNamedWithItsInode(@TempDir Path folder) throws Exception {
    var file = folder.resolve("büro\n<b>.sock");
    try (var listener = StreamSocket.listen(new UnixAddress.File(file))) {
      var listening = Tables.unix(Tables.read(), Tables.inode(listener.socket()));
      assertThat(listening.name()).isEqualTo(file.toString());
      assertThat(listening.file()).isPresent();
      assertThat(listening.file().orElseThrow().inode())
          .isEqualTo(Files.getAttribute(file, "unix:ino"));
    }
  }

  @Test
  void namesMayHaveAnyBytes(@TempDir Path folder) throws Exception {
    var program =
        """
        import os, socket, sys
        os.chdir(sys.argv[1])
        for name in b'\\0' + os.urandom(4).hex().encode() + b'\\0\\xff\\n"', b'@path', b'\\xfe':
            s = socket.socket(socket.AF_UNIX)
            s.bind(name)
            print(os.fstat(s.detach()).st_ino, flush=True)
        sys.stdin.read()
        """;
    try (var python = Python.start(program, folder.toString())) {
      var inodes = Tables.inodes(python, 3);
      var table = Tables.read();
      var odd = Tables.unix(table, inodes.getFirst()).name();
      assertThat(odd).startsWith("@").endsWith("\0\udcff\n\"");
      assertThat(Tables.unix(table, inodes.get(1)).name()).isEqualTo("./@path");
      assertThat(Tables.unix(table, inodes.get(2)).name()).isEqualTo("\udcfe");
    }
  }
}
