package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrReader;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Large opaque data, which are sent from where they lie.
@ExtendWith(NoFdLeaks.class)
@Timeout(120)
class LargeDataTest {
  private static final int SIZE = (512 << 10) + 1;

  @TempDir Path folder;

  private void assertEchoed(RpcAddress at, ThreadKind kind) throws Exception {
    try (var server = RpcServer.builder().serve(new EchoService()).listen(at).start();
        var client = RpcClient.connect(server.addresses().getFirst())) {
      var calls = new ArrayList<Task<Integer>>();
      for (var i = 1; i <= 6; i++) {
        var seed = (byte) i;
        calls.add(
            kind.start(() -> {
              try (var arena = Arena.ofShared()) {
                var data = Opaque.view(arena.allocate(SIZE).fill(seed));
                for (var k = 0; k < 10; k++) {
                  var got =
                      client.call(
                          EchoService.ID,
                          EchoService.ECHO,
                          EchoService.BYTES,
                          data,
                          EchoService.BYTES);
                  assertThat(got.equals(data)).isTrue();
                }
                return 10;
              }
            }));
      }
      for (var call : calls) {
        assertThat(call.result()).isEqualTo(10);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theyComeBackAsTheyWereOverTcp(ThreadKind kind) throws Exception {
    assertEchoed(RpcAddress.tcp(InternetAddress.loopback(0)), kind);
  }

  @ParameterizedTest
  @EnumSource
  void theyComeBackAsTheyWereOverAUnixSocket(ThreadKind kind) throws Exception {
    assertEchoed(RpcAddress.unix(folder.resolve("s")), kind);
  }

  /// The peer reads nothing, so some call is given up halfway; then its data are overwritten and
  /// freed. What the peer gets in the end is what was to be sent.
  @Test
  void whatIsGivenUpHalfwayIsSentAsItWas() throws Exception {
    try (var listener = StreamSocket.listen(InternetAddress.loopback(0));
        var client = RpcClient.connect(RpcAddress.tcp((InternetAddress) listener.address()));
        var peer = new Wire(listener.accept())) {
      var begun = 0;
      var unsent = false;
      for (var seed = 1; !unsent && seed < 100; seed++) {
        unsent = !isSent(client, (byte) seed);
        begun += unsent ? 0 : 1;
      }
      assertThat(unsent).isTrue(); // one is stuck before it
      var next =
          ThreadKind.PLATFORM.start(
              () -> client.call(EchoService.ID, EchoService.COUNT, Xdr.VOID, null, Xdr.INT));
      for (var seed = 1; seed <= begun; seed++) {
        var in = peer.receive();
        assertThat(procedure(in)).isEqualTo(EchoService.ECHO);
        var data = in.getOpaque(SIZE).toArray();
        for (var one : data) {
          if (one != seed) {
            throw new AssertionError("a byte of another call, " + one + " and not " + seed);
          }
        }
      }
      var last = peer.receive();
      var xid = last.getInt();
      peer.send(
          Wire.record(
              Wire.message(out -> {
                for (var item : new int[] {xid, 1, 0, 0, 0, 0, 42}) {
                  out.putInt(item);
                }
              })));
      assertThat(next.result()).isEqualTo(42);
    }
  }

  private static int procedure(XdrReader in) throws Exception {
    for (var i = 0; i < 5; i++) {
      var _ = in.getInt();
    }
    var procedure = in.getInt();
    for (var i = 0; i < 4; i++) {
      var _ = in.getInt(); // no credential, no verifier
    }
    return procedure;
  }

  private static boolean isSent(RpcClient client, byte seed) throws Exception {
    try (var arena = Arena.ofShared()) {
      var data = arena.allocate(SIZE).fill(seed);
      try {
        var _ =
            client
                .deadlineAfter(Duration.ofMillis(30))
                .call(
                    EchoService.ID,
                    EchoService.ECHO,
                    EchoService.BYTES,
                    Opaque.view(data),
                    EchoService.BYTES);
        throw new AssertionError("answered by nobody");
      } catch (RpcTimeoutException e) {
        return e.wasSent();
      } finally {
        data.fill((byte) 0);
      }
    }
  }
}
