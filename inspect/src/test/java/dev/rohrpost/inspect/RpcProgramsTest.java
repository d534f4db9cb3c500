package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.inspect.IpcSocket.InternetSocket;
import dev.rohrpost.inspect.IpcSocket.InternetSocket.RpcProgram;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.bind.Rpcbind;
import dev.rohrpost.rpc.bind.RpcbindServer;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class RpcProgramsTest {
  private static final long HERE = 7;
  private static final Home HOME = new Home(1, HERE, 1);

  @TempDir Path folder;

  private final Finds finds = new Finds();
  private final List<Unknown> unknown = new ArrayList<>();
  private Path registry = Path.of("");

  @BeforeEach
  void somebodyListens() {
    registry = folder.resolve("registry");
    add(1, Kind.TCP, SocketState.LISTENING, "0.0.0.0", 2049, HERE);
    add(2, Kind.UDP, SocketState.UNCONNECTED, "::", 2049, HERE);
    add(3, Kind.TCP, SocketState.LISTENING, "127.0.0.1", 2050, HERE);
    add(4, Kind.TCP, SocketState.LISTENING, "0.0.0.0", 2051, HERE + 1);
    add(5, Kind.UDP, SocketState.UNCONNECTED, "127.0.0.1", 2050, HERE);
  }

  private void add(long inode, Kind kind, SocketState state, String host, int port, long network) {
    var local = new InetSocketAddress(InternetAddress.of(host, port).host(), port);
    var socket =
        new InternetSocket(
            kind,
            inode,
            state,
            local,
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            0,
            0,
            0,
            network,
            List.of());
    finds.objects.put(socket.id(), socket);
  }

  private void set(long program, long version, RpcAddress at) throws Exception {
    assertThat(
            Rpcbind.at(RpcAddress.unix(registry))
                .set(new Program(program, version), at, Deadline.NEVER))
        .isTrue();
  }

  private List<RpcProgram> programs(String id) {
    return finds.objects.get(id) instanceof InternetSocket socket ? socket.programs() : List.of();
  }

  @Test
  void whatIsRegisteredIsBehindTheSocketThatTakesItsCalls() throws Exception {
    try (var _ = RpcbindServer.builder().listen(RpcAddress.unix(registry)).start()) {
      set(100_003, 4, RpcAddress.tcp(InternetAddress.of("0.0.0.0", 2049)));
      set(100_003, 3, RpcAddress.tcp(InternetAddress.of("127.0.0.1", 2049)));
      set(0x2000_0099L, 1, RpcAddress.udp(InternetAddress.of("0.0.0.0", 2049)));
      set(0x2000_0099L, 2, RpcAddress.tcp(InternetAddress.of("127.0.0.1", 2050)));
      set(0x2000_0099L, 3, RpcAddress.tcp(InternetAddress.of("0.0.0.0", 2051)));
      RpcPrograms.read(registry, finds, HOME, unknown);
    }
    assertThat(unknown).isEmpty();
    assertThat(programs("tcp:1"))
        .containsExactly(
            new RpcProgram(100_003, 3, Optional.of("nfs")),
            new RpcProgram(100_003, 4, Optional.of("nfs")));
    assertThat(programs("udp:2"))
        .containsExactly(new RpcProgram(0x2000_0099L, 1, Optional.empty()));
    assertThat(programs("tcp:3"))
        .containsExactly(new RpcProgram(0x2000_0099L, 2, Optional.empty()));
    assertThat(programs("tcp:4")).isEmpty(); // of another network
    assertThat(programs("udp:5")).isEmpty();
  }

  @Test
  void whereNoRegistryIsNothingIsSaid() throws Exception {
    RpcPrograms.read(registry, finds, HOME, unknown);
    try (var _ = StreamSocket.listen(new UnixAddress.File(registry))) {
      Files.move(registry, folder.resolve("left"));
    }
    RpcPrograms.read(folder.resolve("left"), finds, HOME, unknown);
    RpcPrograms.read(Files.createFile(folder.resolve("file")), finds, HOME, unknown);
    assertThat(unknown).isEmpty();
    assertThat(programs("tcp:1")).isEmpty();
  }

  @Test
  void aRegistryThatDoesNotAnswerIsUnknownAfterAMoment() throws Exception {
    try (var silent = StreamSocket.listen(new UnixAddress.File(registry))) {
      RpcPrograms.read(registry, finds, HOME, unknown);
      silent.accept().close();
    }
    assertThat(unknown)
        .singleElement()
        .extracting(Unknown::why)
        .asString()
        .contains("no reply before the deadline");
  }

  @Test
  void aNeighbourIsNotAsked() throws Exception {
    Assumptions.assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root gives away");
    try (var _ = RpcbindServer.builder().listen(RpcAddress.unix(registry)).start()) {
      set(100_003, 4, RpcAddress.tcp(InternetAddress.of("0.0.0.0", 2049)));
      Files.setAttribute(registry, "unix:uid", 65_534);
      RpcPrograms.read(registry, finds, HOME, unknown);
    }
    assertThat(unknown).isEmpty();
    assertThat(programs("tcp:1")).isEmpty();
  }
}
