package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs in C that use libtirpc, at the other end.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class LibtirpcTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// The casts are what its interface asks for.
  private static final String[] OPTIONS = {
    "-I/usr/include/tirpc", "-Wno-cast-function-type", "-ltirpc"
  };

  @TempDir Path folder;

  @BeforeEach
  void libraryIsThere() {
    Foreign.require("/usr/include/tirpc/rpc/rpc.h");
  }

  private static Running peer(String... words) {
    var program = CProgram.of(LibtirpcTest.class, "peer.c", OPTIONS);
    var all = new String[words.length + 1];
    all[0] = program.toString();
    System.arraycopy(words, 0, all, 1, words.length);
    return Running.start(new ProcessBuilder(all));
  }

  private RpcAddress address(String kind, int port) {
    var at = InternetAddress.loopback(port);
    return switch (kind) {
      case "tcp" -> RpcAddress.tcp(at);
      case "udp" -> RpcAddress.udp(at);
      default -> RpcAddress.unix(folder.resolve("s"));
    };
  }

  private static Refusal refusal(RpcCaller client, int procedure) throws Exception {
    try {
      client.call(EchoService.ID, procedure, Xdr.VOID, null, Xdr.VOID);
      throw new AssertionError("was answered");
    } catch (RpcRefusedException e) {
      return e.reason();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp", "unix"})
  void ourClientCallsAServerInC(String kind) throws Exception {
    try (var server = peer("server", kind, folder.resolve("s").toString());
        var client = RpcClient.connect(address(kind, Integer.parseInt(server.line(PATIENCE))))) {
      client.call(EchoService.ID, 0, Xdr.VOID, null, Xdr.VOID);
      for (var size = 0; size <= (kind.equals("udp") ? 8000 : 1 << 20); size = 2 * size + 1) {
        var bytes = new byte[size];
        Arrays.fill(bytes, (byte) size);
        var echo =
            client.call(
                EchoService.ID,
                EchoService.ECHO,
                EchoService.BYTES,
                Opaque.of(bytes),
                EchoService.BYTES);
        assertThat(echo).isEqualTo(Opaque.of(bytes));
      }
      assertThat(refusal(client, EchoService.FAIL)).isEqualTo(new Refusal.SystemError());
      assertThat(refusal(client, EchoService.ECHO)).isEqualTo(new Refusal.GarbageArguments());
      assertThat(refusal(client, 99)).isEqualTo(new Refusal.ProcedureUnavailable());
      assertThat(refusal(client, EchoService.WHO)).isEqualTo(new Refusal.Authentication(5));
      var known = client.with(Credential.sys("here", 1234, 5));
      assertThat(known.call(EchoService.ID, EchoService.WHO, Xdr.VOID, null, Xdr.INT))
          .isEqualTo(1234);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp", "unix"})
  void aClientInCCallsOurServer(String kind) throws Exception {
    var service = new EchoService();
    try (var server = RpcServer.builder().serve(service).listen(address(kind, 0)).start()) {
      var where =
          switch (server.addresses().getFirst()) {
            case RpcAddress.Tcp(var at) -> Integer.toString(at.port());
            case RpcAddress.Udp(var at) -> Integer.toString(at.port());
            case RpcAddress.Unix _ -> folder.resolve("s").toString();
          };
      try (var client = peer("client", kind, where)) {
        assertThat(client.await(PATIENCE).orFail().out())
            .isEqualTo("null 0\nfail 12\ngarbage 11\nnone 10\nwho 0 1\n");
      }
    }
  }

  @Row("RPC-24")
  @Test
  void theKernelTellsWhoCallsOverAUnixSocket() throws Exception {
    var service = new EchoService();
    var at = RpcAddress.unix(folder.resolve("s"));
    try (var server = RpcServer.builder().serve(service).listen(at).start();
        var client = peer("client", "unix", folder.resolve("s").toString())) {
      client.await(PATIENCE).orFail();
      assertThat(server.programs()).containsExactly(EchoService.ID);
      assertThat(service.callers)
          .singleElement()
          .satisfies(caller -> {
            var credentials = caller.credentials().orElseThrow();
            assertThat(credentials.pid()).isEqualTo((int) client.pid());
            assertThat(credentials.uid()).isEqualTo((int) uid());
          });
    }
  }

  private static long uid() throws Exception {
    return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
  }
}
