package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.socket.Direction;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server and peers that send any bytes.
@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class ServerWireTest {
  private final EchoService service = new EchoService();

  private RpcServer server() throws Exception {
    return server(ServerLimits.DEFAULT);
  }

  private RpcServer server(ServerLimits limits) throws Exception {
    return RpcServer.builder()
        .serve(service)
        .listen(RpcAddress.tcp(InternetAddress.loopback(0)))
        .limits(limits)
        .start();
  }

  private static void assertSuccess(XdrReader reply, int xid) throws Exception {
    assertThat(reply.getInt()).isEqualTo(xid);
    assertThat(reply.getInt()).isEqualTo(1);
    assertThat(Reply.read(reply)).isNull();
  }

  private static Refusal refusal(XdrReader reply, int xid) throws Exception {
    assertThat(reply.getInt()).isEqualTo(xid);
    assertThat(reply.getInt()).isEqualTo(1);
    return Objects.requireNonNull(Reply.read(reply));
  }

  @Row("RPC-01")
  @Test
  void aCallMayComeInAnyPieces() throws Exception {
    var call =
        Wire.message(out -> {
          Wire.head(out, 5, EchoService.ECHO);
          out.putOpaque(Opaque.of(new byte[21]), 100);
        });
    try (var server = server();
        var peer = Wire.to(server)) {
      assertSuccess(peer.send(Wire.record(call)).receive(), 5);
      for (byte one : Wire.record(call)) {
        peer.send(new byte[] {one});
      }
      assertSuccess(peer.receive(), 5);
      for (var i = 0; i < call.length; i++) {
        peer.send(Wire.fragment(call, i, i, false));
        peer.send(Wire.fragment(call, i, i + 1, false));
      }
      var reply = peer.send(Wire.fragment(call, 0, 0, true)).receive();
      assertSuccess(reply, 5);
      assertThat(reply.getOpaque(100)).isEqualTo(Opaque.of(new byte[21]));
    }
  }

  @Row("RPC-02")
  @Test
  void halfARecordIsGivenUpAfterItsTime() throws Exception {
    var limits = ServerLimits.DEFAULT.withTimes(Duration.ofMillis(100), Duration.ofSeconds(30));
    var record = Wire.record(Wire.call(5, EchoService.COUNT));
    try (var server = server(limits);
        var idle = Wire.to(server);
        var slow = Wire.to(server)) {
      slow.send(Arrays.copyOf(record, record.length - 1));
      assertThat(slow.isClosed()).isTrue();
      assertThat(service.counted).hasValue(0);
      assertSuccess(idle.send(Wire.record(Wire.call(6, 0))).receive(), 6);
    }
  }

  @Row({"RPC-03", "RPC-10", "RPC-12"})
  @ParameterizedTest
  @ValueSource(
      strings = {"short", "mark", "large", "fragments", "credential", "huge credential", "reply"})
  void whatIsNoCallEndsItsConnectionAtOnce(String what) throws Exception {
    IntFunction<byte[]> withCredential =
        length ->
            Wire.message(out -> {
              for (var item : List.of(5, 0, 2, (int) EchoService.ID.number(), 1, 1, 1, length)) {
                out.putInt(item);
              }
              out.putFixedOpaque(Opaque.of(new byte[404]), 404);
            });
    var bytes =
        switch (what) {
          case "short" -> Wire.record(new byte[8]);
          case "mark" -> new byte[] {-1, -1, -1, -1};
          case "large" -> new byte[] {4, 0, 0, 0};
          case "fragments" -> new byte[4 * 20_000];
          case "credential" -> Wire.record(withCredential.apply(401));
          case "huge credential" -> Wire.record(withCredential.apply(0xfffffff0));
          case "reply" ->
              Wire.record(
                  Wire.message(out -> {
                    for (var item : List.of(5, 1, 0, 0, 0, 0)) {
                      out.putInt(item);
                    }
                  }));
          default -> throw new AssertionError(what);
        };
    try (var server = server();
        var good = Wire.to(server);
        var bad = Wire.to(server)) {
      assertSuccess(good.send(Wire.record(Wire.call(1, 0))).receive(), 1);
      bad.send(bytes);
      assertThat(bad.isClosed()).isTrue();
      assertSuccess(good.send(Wire.record(Wire.call(2, 0))).receive(), 2);
    }
  }

  @Row("RPC-05")
  @Test
  void anotherVersionOfTheProtocolIsRefusedWithOurs() throws Exception {
    var call = Wire.call(5, 0);
    call[11] = 3;
    try (var server = server();
        var peer = Wire.to(server)) {
      assertThat(refusal(peer.send(Wire.record(call)).receive(), 5))
          .isEqualTo(new Refusal.RpcMismatch(2, 2));
    }
  }

  private static byte[] withSys(int xid, int gids, int machine) {
    return Wire.message(out -> {
      for (var item : List.of(xid, 0, 2, (int) EchoService.ID.number(), 1, EchoService.WHO, 1)) {
        out.putInt(item);
      }
      var padded = machine + 3 & ~3;
      out.putInt(4 + 4 + padded + 8 + 4 + 4 * gids);
      out.putInt(7);
      out.putOpaque(Opaque.of(new byte[machine]), 300);
      out.putInt(1);
      out.putInt(2);
      out.putInt(gids);
      for (var i = 0; i < gids; i++) {
        out.putInt(i);
      }
      Authentication.writeNone(out);
    });
  }

  @Row("RPC-09")
  @Test
  void aUserWithTooManyGroupsOrTooLongAMachineIsRefused() throws Exception {
    try (var server = server();
        var peer = Wire.to(server)) {
      assertSuccess(peer.send(Wire.record(withSys(1, 16, 255))).receive(), 1);
      var badcred = new Refusal.Authentication(1);
      assertThat(refusal(peer.send(Wire.record(withSys(2, 17, 3))).receive(), 2))
          .isEqualTo(badcred);
      assertThat(refusal(peer.send(Wire.record(withSys(3, 0, 256))).receive(), 3))
          .isEqualTo(badcred);
    }
  }

  @Row({"RPC-11", "RPC-26"})
  @ParameterizedTest
  @ValueSource(ints = {99, 2, 7, -1})
  void anUnknownFlavorIsRefusedButForProcedureZero(int flavor) throws Exception {
    try (var server = server();
        var peer = Wire.to(server)) {
      var call = Wire.call(5, EchoService.COUNT);
      ByteBuffer.wrap(call).putInt(24, flavor);
      assertThat(refusal(peer.send(Wire.record(call)).receive(), 5))
          .isEqualTo(new Refusal.Authentication(2));
      ByteBuffer.wrap(call).putInt(20, 0);
      assertSuccess(peer.send(Wire.record(call)).receive(), 5);
    }
  }

  @Row("RPC-04")
  @Test
  void repliesToCallsOfOneWriteDoNotWaitForASlowOne() throws Exception {
    try (var server = server();
        var peer = Wire.to(server)) {
      peer.send(
          Wire.together(
              Wire.record(Wire.call(1, EchoService.COUNT)),
              Wire.record(Wire.call(2, EchoService.WAIT)),
              Wire.record(Wire.call(3, EchoService.COUNT)),
              Wire.record(Wire.call(4, EchoService.WAIT)),
              Wire.record(Wire.call(5, EchoService.COUNT))));
      for (var xid : List.of(1, 3, 5)) {
        assertSuccess(peer.receive(), xid);
      }
      service.released.countDown();
      assertThat(List.of(peer.receive().getInt(), peer.receive().getInt()))
          .containsExactlyInAnyOrder(2, 4);
    }
  }

  @Test
  void aPeerThatEndsItsDirectionStillGetsItsReplies() throws Exception {
    try (var server = server();
        var peer = Wire.to(server)) {
      peer.send(
          Wire.together(Wire.record(Wire.call(1, EchoService.WAIT)), Wire.record(Wire.call(2, 0))));
      peer.socket().shutdown(Direction.SENDING);
      assertSuccess(peer.receive(), 2);
      service.released.countDown();
      assertSuccess(peer.receive(), 1);
      assertThat(peer.isClosed()).isTrue();
    }
  }

  @Test
  void aPeerThatDoesNotTakeItsRepliesIsGivenUp() throws Exception {
    var limits = ServerLimits.DEFAULT.withTimes(Duration.ofSeconds(30), Duration.ofMillis(100));
    var call =
        Wire.record(
            Wire.message(out -> {
              Wire.head(out, 5, EchoService.ECHO);
              out.putOpaque(Opaque.of(new byte[1 << 20]), 1 << 20);
            }));
    try (var server = server(limits);
        var good = Wire.to(server);
        var bad = Wire.to(server)) {
      var ended = false;
      for (var i = 0; i < 1000 && !ended; i++) {
        try {
          bad.send(call);
        } catch (UnixException.Disconnected e) {
          ended = true;
        }
      }
      assertThat(ended).isTrue();
      assertSuccess(good.send(Wire.record(Wire.call(2, 0))).receive(), 2);
    }
  }

  @Test
  void moreConnectionsThanThereMayBeWaitForTheirTurn() throws Exception {
    try (var server = server(ServerLimits.DEFAULT.withConnections(2));
        var first = Wire.to(server);
        var second = Wire.to(server);
        var third = Wire.to(server)) {
      assertSuccess(first.send(Wire.record(Wire.call(1, 0))).receive(), 1);
      assertSuccess(second.send(Wire.record(Wire.call(2, 0))).receive(), 2);
      third.send(Wire.record(Wire.call(3, EchoService.COUNT)));
      assertSuccess(first.send(Wire.record(Wire.call(4, 0))).receive(), 4);
      assertThat(service.counted).hasValue(0);
      second.socket().close();
      assertSuccess(third.receive(), 3);
    }
  }
}
