package dev.rohrpost.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.RpcRefusedException;
import dev.rohrpost.rpc.RpcServer;
import dev.rohrpost.rpc.bind.Rpcbind;
import dev.rohrpost.rpc.bind.RpcbindServer;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import java.net.InetAddress;
import java.time.Duration;
import org.dcache.oncrpc4j.rpc.OncRpcClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The libraries that ours is measured beside understand it, and it understands them.
@ExtendWith(NoFdLeaks.class)
class PeersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OPAQUE = 2;
  private static final XdrCodec<Opaque> CODEC = Xdr.opaque(1 << 16);

  /// With and without padding, and more than a page.
  private static final int[] SIZES = {0, 1, 2, 3, 4, 100, 5001};

  /// Sends bytes and returns those that came back.
  private interface Echo {
    byte[] of(byte... bytes) throws Exception;
  }

  private static void check(Echo echo) throws Exception {
    for (var size : SIZES) {
      var bytes = new byte[size];
      for (var i = 0; i < size; i++) {
        bytes[i] = (byte) (i * 31);
      }
      assertThat(echo.of(bytes)).isEqualTo(bytes);
    }
  }

  private static RpcAddress at(RpcKind kind, int port) {
    var here = InternetAddress.loopback(port);
    return kind == RpcKind.UDP ? RpcAddress.udp(here) : RpcAddress.tcp(here);
  }

  private static int port(RpcServer server) {
    return switch (server.addresses().getFirst()) {
      case RpcAddress.Tcp(var to) -> to.port();
      case RpcAddress.Udp(var to) -> to.port();
      case RpcAddress.Unix _ -> throw new AssertionError("no port");
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP", "UDP"})
  void othersCallUs(RpcKind kind) throws Exception {
    try (var server =
        RpcServer.builder().serve(new RpcContent.Echo()).listen(at(kind, 0)).start()) {
      var port = port(server);
      try (var client =
          new OncRpcClient(InetAddress.getLoopbackAddress(), Oncrpc4j.protocol(kind), port)) {
        var call = Oncrpc4j.connect(client);
        check(bytes -> {
          var got = new Oncrpc4j.Bytes();
          call.call(OPAQUE, new Oncrpc4j.Bytes(bytes), got);
          return got.bytes;
        });
      }
      var tea = RemoteTea.client(kind, port);
      check(bytes -> {
        var got = new RemoteTea.Bytes();
        tea.call(OPAQUE, new RemoteTea.Bytes(bytes), got);
        return got.bytes;
      });
      tea.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP", "UDP"})
  void weCallOthers(RpcKind kind) throws Exception {
    var theirs = Oncrpc4j.server(kind).build();
    theirs.start();
    try {
      var at = at(kind, theirs.getInetSocketAddress(Oncrpc4j.protocol(kind)).getPort());
      call(at);
      refused(at);
    } finally {
      theirs.stop();
    }
    var tea = RemoteTea.server(kind);
    tea.listen();
    try {
      call(at(kind, tea.getPort()));
    } finally {
      tea.close();
    }
  }

  private static void call(RpcAddress at) throws Exception {
    try (var client = RpcClient.connect(at)) {
      var caller = client.deadlineAfter(PATIENCE);
      check(bytes ->
          caller.call(RpcContent.PROGRAM, OPAQUE, CODEC, Opaque.of(bytes), CODEC).toArray());
    }
  }

  private static void refused(RpcAddress at) throws Exception {
    var unknown = new Program(RpcContent.PROGRAM.number() + 1, 1);
    try (var client = RpcClient.connect(at)) {
      var caller = client.deadlineAfter(PATIENCE);
      assertThatThrownBy(() -> caller.call(unknown, 1, Xdr.VOID, null, Xdr.VOID))
          .isInstanceOf(RpcRefusedException.class)
          .hasMessageContaining("PROG_UNAVAIL");
    }
  }

  @Test
  @Row("BIND-07")
  void theirServersRegisterWithOurRegistry() throws Exception {
    var jvm = Jvm.of(Registering.class).under(OwnMachine.everything());
    try (var running = jvm.start()) {
      assertThat(running.await(PATIENCE).orFail().out().lines())
          .containsExactly(
              "oncrpc4j: true", "stopped: false", "Remote Tea: true", "unregistered: false");
    }
  }

  /// On a machine of its own, because it takes port 111.
  static final class Registering {
    private Registering() {}

    public static void main(String... arguments) throws Exception {
      try (var _ =
          RpcbindServer.builder()
              .listen(at(RpcKind.TCP, Rpcbind.PORT))
              .listen(at(RpcKind.UDP, Rpcbind.PORT))
              .start()) {
        var theirs = Oncrpc4j.server(RpcKind.TCP).withAutoPublish().build();
        theirs.start();
        say("oncrpc4j");
        theirs.stop();
        say("stopped");
        var tea = RemoteTea.server(RpcKind.TCP);
        tea.register();
        say("Remote Tea");
        tea.unregister();
        tea.close();
        say("unregistered");
      }
      System.exit(0); // their threads
    }

    private static void say(String what) throws Exception {
      var found =
          Rpcbind.at(at(RpcKind.TCP, Rpcbind.PORT))
              .find(RpcContent.PROGRAM, Deadline.after(PATIENCE));
      System.out.println(what + ": " + found.isPresent());
    }
  }
}
