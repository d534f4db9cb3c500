package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.rpc.bind.RpcbindServer;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Connections over which nothing comes are closed after the time that the server says, and never
/// before. However slow the machine is: the time is longer then, and these tests wait.
@Row("RPC-22")
@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class IdleConnectionsTest {
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final ServerLimits LIMITS = ServerLimits.DEFAULT.withIdleTime(IDLE);
  private static final RpcAddress ANYWHERE = RpcAddress.tcp(InternetAddress.loopback(0));

  private final EchoService service = new EchoService();

  private RpcServer server() throws Exception {
    return RpcServer.builder().serve(service).listen(ANYWHERE).limits(LIMITS).start();
  }

  /// Waits until a connection is closed over which nothing comes.
  private static void awaitIdle(RpcServer server) throws Exception {
    var start = System.nanoTime();
    try (var idle = Wire.to(server)) {
      assertThat(idle.isClosed()).isTrue();
    }
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(IDLE.toNanos());
  }

  @Test
  void aConnectionThatNeverSaysAnythingIsClosed() throws Exception {
    try (var server = server()) {
      awaitIdle(server);
    }
  }

  @Test
  void afterACallTheTimeBeginsAnew() throws Exception {
    try (var server = server();
        var peer = Wire.to(server)) {
      var start = 0L;
      for (var xid : List.of(1, 2, 3)) {
        start = System.nanoTime();
        peer.send(Wire.record(Wire.call(xid, 0)));
        assertThat(peer.receive().getInt()).isEqualTo(xid);
      }
      assertThat(peer.isClosed()).isTrue();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(IDLE.toNanos());
    }
  }

  /// The reply to a large message is forgotten first, which takes a second.
  @Test
  void theTimeMayBeLongerThanLargeMemoryIsKept() throws Exception {
    var time = Duration.ofMillis(1100);
    try (var server =
            RpcServer.builder()
                .serve(service)
                .listen(ANYWHERE)
                .limits(ServerLimits.DEFAULT.withIdleTime(time))
                .start();
        var peer = Wire.to(server)) {
      var start = System.nanoTime();
      peer.send(
          Wire.record(
              Wire.message(out -> {
                Wire.head(out, 1, EchoService.ECHO);
                out.putOpaque(Opaque.of(new byte[100_000]), 100_000);
              })));
      assertThat(peer.receive().getInt()).isEqualTo(1);
      assertThat(peer.isClosed()).isTrue();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(time.toNanos());
      assertThat(server.buffered()).isZero();
    }
  }

  @Test
  void aCallThatGoesOnKeepsItsConnection() throws Exception {
    try (var server = server();
        var peer = Wire.to(server)) {
      peer.send(
          Wire.together(Wire.record(Wire.call(1, EchoService.WAIT)), Wire.record(Wire.call(2, 0))));
      assertThat(peer.receive().getInt()).isEqualTo(2); // so another thread reads, and waits
      awaitIdle(server);
      awaitIdle(server);
      var start = System.nanoTime();
      service.released.countDown();
      assertThat(peer.receive().getInt()).isEqualTo(1);
      assertThat(peer.isClosed()).isTrue();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(IDLE.toNanos());
    }
  }

  /// Others that were closed come back: an idle client notices it and connects anew.
  @Test
  void aClientConnectsAgain() throws Exception {
    try (var server = server();
        var client = RpcClient.connect(server.addresses().getFirst())) {
      for (var i = 1; i < 4; i++) {
        assertThat(
                client
                    .idempotent()
                    .call(EchoService.ID, EchoService.COUNT, Xdr.VOID, null, Xdr.INT))
            .isGreaterThanOrEqualTo(i);
        awaitIdle(server);
      }
    }
  }

  @Test
  void ofARegistryToo() throws Exception {
    try (var registry = RpcbindServer.builder().listen(ANYWHERE).limits(LIMITS).start();
        var peer =
            new Wire(
                StreamSocket.connect(((RpcAddress.Tcp) registry.addresses().getFirst()).at()))) {
      assertThat(peer.isClosed()).isTrue();
    }
  }
}
