package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// All connections of a server together keep no more than there is space.
@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class BufferSpaceTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int LARGE = 256 << 10;
  private static final int SPACE = 4 * LARGE;
  private static final int MANY = 40;

  @Test
  void oneMessageAtATimeGoesOnBeyondTheLimit() throws Exception {
    var space = new BufferSpace(100);
    var first = space.share();
    var second = space.share();
    var third = space.share();
    assertThat(first.grow(100, Deadline.NOW)).isTrue();
    assertThat(second.grow(50, Deadline.NOW)).isTrue(); // the favourite
    assertThat(second.grow(50, Deadline.NOW)).isTrue();
    assertThat(third.grow(1, Deadline.NOW)).isFalse();
    assertThat(first.grow(1, Deadline.NOW)).isFalse();
    assertThat(space.used()).isEqualTo(200);
    var waiting = ThreadKind.VIRTUAL.start(() -> third.grow(1, Deadline.NEVER)).awaitBlocked();
    assertThat(first.isWanted()).isTrue();
    second.hold(0);
    assertThat(waiting.result()).isTrue();
    assertThat(first.grow(1, Deadline.NOW)).isFalse();
    first.hold(0);
    third.hold(0);
    assertThat(space.used()).isZero();
  }

  @Test
  void readingWaitsWhileTooManyRepliesAreNotTaken() throws Exception {
    var space = new BufferSpace(100);
    space.count(100);
    assertThat(space.awaitReading(Deadline.NOW)).isTrue();
    space.count(1);
    assertThat(space.awaitReading(Deadline.NOW)).isFalse();
    var waiting = ThreadKind.VIRTUAL.start(() -> space.awaitReading(Deadline.NEVER));
    waiting.awaitBlocked();
    space.count(-1);
    assertThat(waiting.result()).isTrue();
    space.count(1);
    var last = ThreadKind.VIRTUAL.start(() -> space.awaitReading(Deadline.NEVER)).awaitBlocked();
    space.close();
    assertThat(last.result()).isFalse();
  }

  private static RpcServer server(Duration recordTime) throws Exception {
    return RpcServer.builder()
        .serve(new EchoService())
        .listen(RpcAddress.tcp(InternetAddress.loopback(0)))
        .limits(ServerLimits.DEFAULT.withBuffered(SPACE).withTimes(recordTime, LONG))
        .start();
  }

  private static byte[] large(int xid) {
    return Wire.record(
        Wire.message(out -> {
          Wire.head(out, xid, EchoService.ECHO);
          out.putOpaque(Opaque.of(new byte[LARGE]), LARGE);
        }));
  }

  private static int xid(XdrReader reply) throws Exception {
    return reply.getInt();
  }

  /// Forty messages that are half there, and space for about four: small calls are answered
  /// meanwhile, and when the rest comes, one after the other.
  @Test
  void messagesThatAreHalfThereWaitForEachOtherButNotForEver() throws Exception {
    try (var server = server(LONG)) {
      var peers = new ArrayList<Wire>();
      var rest = new ArrayList<Task<Integer>>();
      try (var small = Wire.to(server)) {
        for (var i = 0; i < MANY; i++) {
          var bytes = large(i);
          peers.add(Wire.to(server));
          peers.getLast().send(Arrays.copyOf(bytes, bytes.length / 8));
        }
        for (var i = 0; i < MANY; i++) {
          assertThat(xid(small.send(Wire.record(Wire.call(i, 0))).receive())).isEqualTo(i);
          assertThat(server.buffered()).isLessThan(SPACE + ServerLimits.DEFAULT.record());
        }
        for (var i = MANY - 1; i >= 0; i--) {
          var number = i;
          rest.add(
              ThreadKind.VIRTUAL.start(() -> {
                var bytes = large(number);
                var peer = peers.get(number);
                peer.send(Arrays.copyOfRange(bytes, bytes.length / 8, bytes.length));
                return xid(peer.receive()) - number;
              }));
        }
        for (var each : rest) {
          assertThat(each.result()).isZero();
          assertThat(server.buffered()).isLessThan(SPACE + ServerLimits.DEFAULT.record());
        }
      } finally {
        peers.forEach(Wire::close);
      }
    }
  }

  @Test
  void messagesThatDoNotGoOnAreCutAndOthersGetTheirSpace() throws Exception {
    try (var server = server(Duration.ofMillis(500))) {
      var peers = new ArrayList<Wire>();
      try {
        for (var i = 0; i < MANY; i++) {
          var bytes = large(i);
          peers.add(Wire.to(server));
          peers.getLast().send(Arrays.copyOf(bytes, 3 * bytes.length / 4));
        }
        for (var peer : peers) {
          assertThat(peer.isClosed()).isTrue();
          assertThat(server.buffered()).isLessThan(SPACE + ServerLimits.DEFAULT.record());
        }
        assertThat(server.buffered()).isZero();
        try (var good = Wire.to(server)) {
          for (var i : List.of(1, 2, 3)) {
            assertThat(xid(good.send(large(i)).receive())).isEqualTo(i);
          }
        }
      } finally {
        peers.forEach(Wire::close);
      }
    }
  }

  @Test
  void moreIsTakenOnlyIfItFits() {
    var space = new BufferSpace(100);
    var share = space.share();
    assertThat(share.take(60)).isTrue();
    assertThat(share.take(41)).isFalse();
    assertThat(space.share().take(40)).isTrue();
    assertThat(space.used()).isEqualTo(100);
    share.hold(0);
    assertThat(space.used()).isEqualTo(40);
  }

  /// Two calls over UDP that take long fill the space: the third one holds up its address, but no
  /// other one.
  @Test
  void slowDatagramsCount() throws Exception {
    var service = new EchoService();
    var here = InternetAddress.loopback(0);
    try (var server =
            RpcServer.builder()
                .serve(service)
                .listen(RpcAddress.udp(here))
                .listen(RpcAddress.tcp(here))
                .limits(ServerLimits.DEFAULT.withBuffered(2 * DatagramService.ROOM))
                .start();
        var client = RpcClient.connect(server.addresses().getFirst());
        var other = RpcClient.connect(server.addresses().getLast())) {
      var slow = new ArrayList<Task<Integer>>();
      for (var i = 1; i <= 3; i++) {
        slow.add(ThreadKind.VIRTUAL.start(() -> call(client, EchoService.WAIT)));
        while (service.waiting.get() < i) {
          Thread.onSpinWait();
        }
      }
      assertThat(server.buffered()).isEqualTo(2 * DatagramService.ROOM);
      slow.add(ThreadKind.VIRTUAL.start(() -> call(client, EchoService.COUNT)));
      for (var i = 0; i < 100; i++) {
        assertThat(call(other, 0)).isZero();
      }
      assertThat(service.counted).hasValue(0);
      service.released.countDown();
      for (var each : slow) {
        assertThat(each.result()).isZero();
      }
      assertThat(service.counted).hasValue(1);
      assertThat(server.stop(Deadline.after(LONG))).isTrue();
      assertThat(server.buffered()).isZero();
    }
  }

  private static int call(RpcCaller client, int procedure) throws Exception {
    client.call(EchoService.ID, procedure, Xdr.VOID, null, Xdr.VOID);
    return 0;
  }
}
