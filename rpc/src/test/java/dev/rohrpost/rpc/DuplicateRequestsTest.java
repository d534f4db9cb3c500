package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.DuplicateRequests.Known;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Received;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.xdr.Opaque;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class DuplicateRequestsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Address HERE = InternetAddress.loopback(1);

  @TempDir Path folder;

  private static DuplicateRequests.Key key(int xid) {
    return key(HERE, Wire.call(xid, 1));
  }

  private static DuplicateRequests.Key key(Address caller, byte... call) {
    return DuplicateRequests.Key.of(caller, MemorySegment.ofArray(call), call.length);
  }

  @Test
  void aCallIsNewOnceThenUnderWayThenAnswered() {
    var requests = new DuplicateRequests(10, 1000);
    assertThat(requests.find(key(1))).isInstanceOf(Known.New.class);
    assertThat(requests.find(key(1))).isInstanceOf(Known.UnderWay.class);
    var seven = Opaque.of((byte) 7);
    requests.answered(key(1), seven);
    assertThat(requests.find(key(1)))
        .isInstanceOfSatisfying(
            Known.Answered.class, known -> assertThat(known.reply()).isEqualTo(seven));
    assertThat(requests.find(key(2))).isInstanceOf(Known.New.class);
    requests.forget(key(2));
    assertThat(requests.find(key(2))).isInstanceOf(Known.New.class);
  }

  @Test
  void whatDiffersIsAnotherCall() {
    var requests = new DuplicateRequests(10, 1000);
    var call = Wire.call(1, 1);
    assertThat(requests.find(key(HERE, call))).isInstanceOf(Known.New.class);
    var elsewhere = InternetAddress.loopback(2);
    assertThat(requests.find(key(elsewhere, call))).isInstanceOf(Known.New.class);
    for (var at : new int[] {15, 19, 23, 39}) {
      call[at]++;
      assertThat(requests.find(key(HERE, call))).isInstanceOf(Known.New.class);
    }
  }

  @Test
  void theOldestAnswersAreForgottenButNoCallThatIsUnderWay() {
    var requests = new DuplicateRequests(5, 20);
    assertThat(requests.find(key(0))).isInstanceOf(Known.New.class);
    for (var xid = 1; xid < 100; xid++) {
      assertThat(requests.find(key(xid))).isInstanceOf(Known.New.class);
      requests.answered(key(xid), Opaque.of(new byte[5]));
    }
    assertThat(requests.find(key(0))).isInstanceOf(Known.UnderWay.class);
    assertThat(requests.find(key(99))).isInstanceOf(Known.Answered.class);
    assertThat(requests.find(key(96))).isInstanceOf(Known.Answered.class);
    assertThat(requests.find(key(50))).isInstanceOf(Known.New.class);
  }

  @Test
  void overAStreamOnlyACallOfAnotherConnectionIsADuplicate() {
    var requests = new DuplicateRequests(10, 10);
    for (var round = 0; round < 100; round++) {
      assertThat(requests.find(key(1), "a")).isInstanceOf(Known.New.class);
      assertThat(requests.find(key(1), "b")).isInstanceOf(Known.UnderWay.class);
      requests.answered(key(1), Opaque.of(new byte[6])); // in place of the last one
      requests.forget(key(1));
      assertThat(requests.find(key(1), "b")).isInstanceOf(Known.Answered.class);
    }
    assertThat(requests.find(key(1), "a")).isInstanceOf(Known.New.class);
    requests.forget(key(1));
    assertThat(requests.find(key(1), "b")).isInstanceOf(Known.New.class);
  }

  @Row("RPC-21")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCallThatIsSentAgainAfterAReconnectionIsCarriedOutOnce(boolean tcp) throws Exception {
    var service = new EchoService();
    try (var server =
        RpcServer.builder()
            .serve(service)
            .listen(
                tcp
                    ? RpcAddress.tcp(InternetAddress.loopback(0))
                    : RpcAddress.unix(folder.resolve("s")))
            .limits(ServerLimits.DEFAULT.withStreamReplies(100))
            .start()) {
      var count = Wire.record(Wire.call(1, EchoService.COUNT));
      var wait = Wire.record(Wire.call(2, EchoService.WAIT));
      try (var first = Wire.to(server)) {
        assertThat(result(first.send(count))).isEqualTo(1);
        first.send(wait);
        while (service.waiting.get() < 1) {
          Thread.onSpinWait();
        }
      }
      try (var second = Wire.to(server)) {
        assertThat(result(second.send(count))).isEqualTo(1);
        var other = Wire.record(Wire.call(3, EchoService.COUNT));
        assertThat(result(second.send(wait).send(other))).isEqualTo(2); // the other is dropped
        service.released.countDown();
        assertThat(result(second.send(other))).isEqualTo(3); // a new one on the same connection
        assertThat(service.waiting).hasValue(1);
      }
      try (var third = Wire.to(server)) {
        var zero = Wire.record(Wire.call(4, 0));
        while (third.send(wait).send(zero).receive().getInt() == 4) {
          // the first one has not been answered to its end yet
        }
        assertThat(service.waiting).hasValue(1);
      }
    }
  }

  private static int result(Wire peer) throws Exception {
    var reply = peer.receive();
    reply.getInt();
    reply.getInt();
    assertThat(Reply.read(reply)).isNull();
    return reply.getInt();
  }

  private static int answer(DatagramSocket socket, MemorySegment room) throws Exception {
    var message = (Received.Message) socket.receive(room, Deadline.after(PATIENCE));
    return Integer.reverseBytes(room.get(ValueLayout.JAVA_INT, message.length() - 4));
  }

  @Row("RPC-21")
  @Test
  void aCallThatComesFiveTimesIsCarriedOutOnce() throws Exception {
    var service = new EchoService();
    try (var server =
            RpcServer.builder()
                .serve(service)
                .listen(RpcAddress.udp(InternetAddress.loopback(0)))
                .start();
        var arena = Arena.ofConfined();
        var caller =
            DatagramSocket.connect(((RpcAddress.Udp) server.addresses().getFirst()).at())) {
      var room = arena.allocate(1000, 8);
      var call =
          arena.allocate(40).copyFrom(MemorySegment.ofArray(Wire.call(1, EchoService.COUNT)));
      for (var i = 0; i < 5; i++) {
        caller.send(call);
        assertThat(answer(caller, room)).isEqualTo(1);
      }
      var slow = arena.allocate(40).copyFrom(MemorySegment.ofArray(Wire.call(2, EchoService.WAIT)));
      for (var i = 0; i < 5; i++) {
        caller.send(slow);
      }
      caller.send(
          arena.allocate(40).copyFrom(MemorySegment.ofArray(Wire.call(3, EchoService.COUNT))));
      assertThat(answer(caller, room)).isEqualTo(2); // the others are dropped
      assertThat(service.waiting).hasValue(1);
      service.released.countDown();
      assertThat(answer(caller, room)).isZero();
    }
  }

  @Row("RPC-12")
  @Test
  void whatIsNoCallIsPassedOverInSilence() throws Exception {
    try (var server =
            RpcServer.builder()
                .serve(new EchoService())
                .listen(RpcAddress.udp(InternetAddress.loopback(0)))
                .start();
        var arena = Arena.ofConfined();
        var caller =
            DatagramSocket.connect(((RpcAddress.Udp) server.addresses().getFirst()).at())) {
      caller.send(arena.allocate(8));
      var reply = Wire.call(1, 0);
      reply[7] = 1;
      caller.send(arena.allocate(40).copyFrom(MemorySegment.ofArray(reply)));
      caller.send(arena.allocate(40).copyFrom(MemorySegment.ofArray(Wire.call(77, 0))));
      var room = arena.allocate(1000, 8);
      var message = (Received.Message) caller.receive(room, Deadline.after(PATIENCE));
      assertThat(message.length()).isEqualTo(24);
      assertThat(Integer.reverseBytes(room.get(ValueLayout.JAVA_INT, 0))).isEqualTo(77);
      assertThat(server.strays()).isEqualTo(2);
    }
  }
}
