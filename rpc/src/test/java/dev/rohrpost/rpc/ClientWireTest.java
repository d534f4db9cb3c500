package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.Received;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A client and servers that answer anything, or nothing.
@ExtendWith(NoFdLeaks.class)
@Timeout(120)
class ClientWireTest {
  private static final ClientLimits LIMITS = ClientLimits.DEFAULT;

  private static RpcClient client(Listener<StreamSocket> listener, ClientLimits limits)
      throws Exception {
    var at = (InternetAddress) listener.address();
    return RpcClient.connect(RpcAddress.tcp(at), limits, Deadline.NEVER);
  }

  private static Listener<StreamSocket> listener() throws Exception {
    return StreamSocket.listen(InternetAddress.loopback(0));
  }

  private static int count(RpcCaller client) throws Exception {
    return client.call(EchoService.ID, EchoService.COUNT, Xdr.VOID, null, Xdr.INT);
  }

  private static byte[] reply(int xid, int... items) {
    return Wire.record(
        Wire.message(out -> {
          out.putInt(xid);
          out.putInt(1);
          for (var item : items) {
            out.putInt(item);
          }
        }));
  }

  private static byte[] success(int xid, int result) {
    return reply(xid, 0, 0, 0, 0, result);
  }

  @Row("RPC-15")
  @Test
  void whatAnswersNoCallIsIgnoredAndCounted() throws Exception {
    try (var listener = listener();
        var client = client(listener, LIMITS);
        var peer = new Wire(listener.accept())) {
      var call = ThreadKind.PLATFORM.start(() -> count(client));
      var xid = peer.receive().getInt();
      peer.send(
          Wire.together(
              success(xid + 1, 1),
              Wire.record(new byte[8]),
              Wire.record(Wire.call(xid, 0)),
              success(xid, 42),
              success(xid, 43)));
      assertThat(call.result()).isEqualTo(42);
      assertThat(client.strays()).isEqualTo(4);
    }
  }

  @Row("RPC-19")
  @ParameterizedTest
  @CsvSource({
    "PROG_UNAVAIL, 0 0 0 1",
    "PROG_MISMATCH (2 to 4), 0 0 0 2 2 4",
    "PROC_UNAVAIL, 0 0 0 3",
    "GARBAGE_ARGS, 0 0 0 4",
    "SYSTEM_ERR, 0 0 0 5",
    "accept_stat 77, 0 0 0 77",
    "RPC_MISMATCH (1 to 4294967295), 1 0 1 -1",
    "AUTH_OK, 1 1 0",
    "AUTH_BADCRED, 1 1 1",
    "AUTH_REJECTEDCRED, 1 1 2",
    "AUTH_BADVERF, 1 1 3",
    "AUTH_REJECTEDVERF, 1 1 4",
    "AUTH_TOOWEAK, 1 1 5",
    "AUTH_INVALIDRESP, 1 1 6",
    "AUTH_FAILED, 1 1 7",
    "RPCSEC_GSS_CREDPROBLEM, 1 1 13",
    "RPCSEC_GSS_CTXPROBLEM, 1 1 14",
    "auth_stat 99, 1 1 99"
  })
  void eachRefusalHasTheWordOfTheRfc(String word, String items) throws Exception {
    var numbers = List.of(items.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
    try (var listener = listener();
        var client = client(listener, LIMITS);
        var peer = new Wire(listener.accept())) {
      var call = ThreadKind.VIRTUAL.start(() -> count(client));
      peer.send(reply(peer.receive().getInt(), numbers));
      assertThat(call.failure())
          .isInstanceOf(RpcRefusedException.class)
          .hasMessage("program 536871065 version 1 procedure 4: " + word);
    }
  }

  @ParameterizedTest
  @CsvSource({"0 0 0", "5 0 0 0 0", "1 7 0 0", "0 0 401 0", "0 0 -1 0", "0 0 0 0"})
  void aReplyThatIsNoneIsAFailureOfItsCallOnly(String items) throws Exception {
    var numbers = List.of(items.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
    try (var listener = listener();
        var client = client(listener, LIMITS);
        var peer = new Wire(listener.accept())) {
      var call = ThreadKind.PLATFORM.start(() -> count(client));
      peer.send(reply(peer.receive().getInt(), numbers));
      assertThat(call.failure()).isInstanceOf(RpcMalformedException.class);
      var next = ThreadKind.PLATFORM.start(() -> count(client));
      peer.send(success(peer.receive().getInt(), 1));
      assertThat(next.result()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"7fffffff", "ffffffff", "00000000"})
  void aRecordBeyondTheLimitsEndsTheConnection(String mark) throws Exception {
    try (var listener = listener();
        var client = client(listener, LIMITS);
        var peer = new Wire(listener.accept())) {
      var call = ThreadKind.PLATFORM.start(() -> count(client));
      var _ = peer.receive();
      var bytes = ByteBuffer.allocate(4).putInt(Integer.parseUnsignedInt(mark, 16)).array();
      for (var i = 0; i < 1100; i++) {
        try {
          peer.send(bytes);
        } catch (UnixException.Disconnected e) {
          break;
        }
      }
      assertThat(call.failure()).isInstanceOf(RpcDisconnectedException.class);
    }
  }

  @Row("RPC-16")
  @ParameterizedTest
  @EnumSource
  void aServerThatDoesNothingIsLeftAtTheDeadline(ThreadKind kind) throws Exception {
    try (var listener = listener(); // never accepts
        var client = client(listener, LIMITS)) {
      for (var size : List.of(0, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20)) {
        var call =
            kind.start(() ->
                client
                    .deadlineAfter(Duration.ofMillis(50))
                    .call(
                        EchoService.ID, 1, EchoService.BYTES, Opaque.of(new byte[size]), Xdr.INT));
        assertThat(call.failure()).isInstanceOf(RpcTimeoutException.class);
      }
    }
  }

  @Row("RPC-13")
  @Test
  void whatIsTooLongIsNotSent() throws Exception {
    try (var listener = listener();
        var client = client(listener, LIMITS);
        var peer = new Wire(listener.accept());
        var udp = DatagramSocket.bind(InternetAddress.loopback(0));
        var letters = RpcClient.connect(RpcAddress.udp((InternetAddress) udp.address()))) {
      for (var caller : List.of(client, letters)) {
        assertThatExceptionOfType(RpcTooLongException.class)
            .isThrownBy(() ->
                caller.call(
                    EchoService.ID,
                    1,
                    EchoService.BYTES,
                    Opaque.of(new byte[(1 << 20) + 4096]),
                    Xdr.INT))
            .matches(e -> !e.wasSent());
      }
      var call = ThreadKind.PLATFORM.start(() -> count(client));
      peer.send(success(peer.receive().getInt(), 1)); // nothing came before
      assertThat(call.result()).isEqualTo(1);
      assertThat(udp.receive(Arena.global().allocate(1), Deadline.NOW))
          .isEqualTo(Received.TIMED_OUT);
    }
  }

  private static int xid(MemorySegment room) {
    return Integer.reverseBytes(room.get(ValueLayout.JAVA_INT, 0));
  }

  @Row("RPC-20")
  @Test
  void aDatagramThatGetsNoReplyIsSentAgain() throws Exception {
    try (var udp = DatagramSocket.bind(InternetAddress.loopback(0));
        var client = RpcClient.connect(RpcAddress.udp((InternetAddress) udp.address()));
        var arena = Arena.ofConfined()) {
      var room = arena.allocate(1000, 8);
      var call =
          ThreadKind.PLATFORM.start(() -> count(client.deadlineAfter(Duration.ofSeconds(30))));
      var xids = new ArrayList<Integer>();
      var times = new ArrayList<Long>();
      Address from = InternetAddress.loopback(1);
      for (var i = 0; i < 3; i++) {
        var message = (Received.Message) udp.receive(room, Deadline.after(Duration.ofSeconds(20)));
        from = message.from();
        times.add(System.nanoTime());
        xids.add(xid(room));
      }
      assertThat(xids).containsOnly(xids.getFirst());
      assertThat(times.get(1) - times.get(0)).isGreaterThan(300_000_000L);
      assertThat(times.get(2) - times.get(1)).isGreaterThan(600_000_000L);
      var reply = success(xids.getFirst(), 7);
      var bytes =
          arena.allocate(reply.length - 4, 8).copyFrom(MemorySegment.ofArray(reply).asSlice(4));
      udp.send(bytes, from, Deadline.NEVER);
      assertThat(call.result()).isEqualTo(7);
    }
  }

  @Row("RPC-20")
  @Test
  void aSilentPeerIsLeftAtTheDeadlineAndAnAbsentOneAtOnce() throws Exception {
    InternetAddress at;
    try (var udp = DatagramSocket.bind(InternetAddress.loopback(0))) {
      at = (InternetAddress) udp.address();
      try (var client = RpcClient.connect(RpcAddress.udp(at))) {
        assertThatExceptionOfType(RpcTimeoutException.class)
            .isThrownBy(() -> count(client.deadlineAfter(Duration.ofMillis(50))));
      }
    }
    try (var client = RpcClient.connect(RpcAddress.udp(at))) {
      assertThatExceptionOfType(RpcDisconnectedException.class).isThrownBy(() -> count(client));
    }
  }

  @Row("RPC-15")
  @Test
  void aReplyFromElsewhereIsNotTaken() throws Exception {
    try (var udp = DatagramSocket.bind(InternetAddress.loopback(0));
        var other = DatagramSocket.bind(InternetAddress.loopback(0));
        var client = RpcClient.connect(RpcAddress.udp((InternetAddress) udp.address()));
        var arena = Arena.ofConfined()) {
      var room = arena.allocate(1000, 8);
      var call = ThreadKind.PLATFORM.start(() -> count(client));
      var from = ((Received.Message) udp.receive(room, Deadline.NEVER)).from();
      for (var socket : List.of(other, udp)) {
        var reply = success(xid(room), socket == udp ? 2 : 1);
        var bytes =
            arena.allocate(reply.length - 4, 8).copyFrom(MemorySegment.ofArray(reply).asSlice(4));
        socket.send(bytes, from, Deadline.NEVER);
      }
      assertThat(call.result()).isEqualTo(2);
    }
  }
}
