package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Fd;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.FullTable;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.Memory;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import dev.rohrpost.xdr.Xdr;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A server with thousands of connections that do nothing, or not what they should.
@Row("RPC-22")
@ExtendWith(NoFdLeaks.class)
@Timeout(120)
class CrowdTest {
  private static final int MANY = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// How long a message may take to become whole here.
  private static final Duration TIME = Duration.ofSeconds(2);

  /// The first ones have threads of their own, and load classes.
  private static final int WARM = 100;

  private static List<Wire> connections(RpcServer server) throws Exception {
    var all = new ArrayList<Wire>();
    for (var i = 0; i < MANY; i++) {
      all.add(Wire.to(server));
    }
    return all;
  }

  /// {@return how many nanoseconds a call takes, in the best of several rounds}
  private static long nanosPerCall(RpcServer server) throws Exception {
    var best = Long.MAX_VALUE;
    try (var client = RpcClient.connect(server.addresses().getFirst())) {
      for (var round = 0; round < 10; round++) {
        var start = System.nanoTime();
        for (var i = 0; i < 50; i++) {
          client.call(EchoService.ID, 0, Xdr.VOID, null, Xdr.VOID);
        }
        best = Math.min(best, (System.nanoTime() - start) / 50);
      }
    }
    return best;
  }

  private static void answer(Wire peer, int xid) throws Exception {
    var reply = peer.send(Wire.record(Wire.call(xid, 0))).receive();
    assertThat(reply.getInt()).isEqualTo(xid);
  }

  @Test
  void idleAndHalfOpenConnectionsHoldUpNobodyAndTheHalfOpenOnesAreCut() throws Exception {
    var limits = ServerLimits.DEFAULT.withConnections(3 * MANY).withTimes(TIME, PATIENCE);
    var call = Wire.record(Wire.call(5, EchoService.COUNT));
    var half = Arrays.copyOf(call, call.length / 2);
    var service = new EchoService();
    try (var server =
        RpcServer.builder()
            .serve(service)
            .listen(RpcAddress.tcp(InternetAddress.loopback(0)))
            .limits(limits)
            .start()) {
      var before = nanosPerCall(server);
      var idle = connections(server);
      var halfOpen = connections(server);
      try {
        answer(idle.getLast(), 1); // so all are accepted
        var start = System.nanoTime();
        for (var peer : halfOpen) {
          peer.send(half);
        }
        var meanwhile = nanosPerCall(server);
        assertThat(meanwhile).isLessThan(10 * before); // the threads are of another kind by now
        assertThat(halfOpen.getFirst().isClosed()).isTrue();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TIME.toNanos());
        for (var peer : halfOpen) {
          assertThat(peer.isClosed()).isTrue();
        }
        for (var peer : idle) {
          answer(peer, 2);
        }
        assertThat(service.counted).hasValue(0);
      } finally {
        idle.forEach(Wire::close);
        halfOpen.forEach(Wire::close);
      }
    }
  }

  private static int port(Running server) throws Exception {
    return Integer.parseInt(server.line(PATIENCE));
  }

  private static void tell(Running server) throws Exception {
    server.stdin().write("\n".getBytes(StandardCharsets.UTF_8));
    server.stdin().flush();
  }

  @Test
  void anIdleConnectionTakesLittleMemory() throws Exception {
    try (var running = Jvm.of(Idle.class).with("--add-modules", "java.management").start()) {
      var at = RpcAddress.tcp(InternetAddress.loopback(port(running)));
      var clients = new ArrayList<RpcClient>();
      try {
        for (var i = 0; i < WARM + MANY; i++) {
          if (i == WARM) {
            tell(running);
            assertThat(running.line(PATIENCE)).isEqualTo("measured");
          }
          clients.add(RpcClient.connect(at));
          clients.getLast().call(EchoService.ID, 0, Xdr.VOID, null, Xdr.VOID);
        }
        tell(running);
        var bytes = Long.parseLong(running.line(PATIENCE)) / MANY;
        assertThat(bytes).isLessThanOrEqualTo(16 << 10);
      } finally {
        clients.forEach(RpcClient::close);
      }
      running.endInput();
      running.await(PATIENCE).orFail();
    }
  }

  /// Measures twice, when told to, and says the difference.
  static final class Idle {
    private Idle() {}

    public static void main(String... arguments) throws Exception {
      try (var server =
          RpcServer.builder()
              .serve(new EchoService())
              .listen(RpcAddress.tcp(InternetAddress.loopback(0)))
              .limits(ServerLimits.DEFAULT.withConnections(3 * MANY))
              .start()) {
        System.out.println(((RpcAddress.Tcp) server.addresses().getFirst()).at().port());
        var _ = System.in.read();
        var before = Memory.used();
        System.out.println("measured");
        var _ = System.in.read();
        System.out.println(Memory.used() - before);
        var _ = System.in.read();
      }
    }
  }

  private static final int DESCRIPTORS = 100;

  @Test
  void withoutDescriptorsTheServerWaitsAndThenAcceptsAgain() throws Exception {
    Foreign.require("prlimit");
    var jvm = Jvm.of(Few.class).under("prlimit", "--nofile=" + DESCRIPTORS);
    try (var running = jvm.start()) {
      var at = InternetAddress.loopback(port(running));
      var peers = new ArrayList<Wire>();
      try {
        for (var i = 0; i < 2 * DESCRIPTORS; i++) {
          peers.add(new Wire(StreamSocket.connect(at)));
        }
        assertThat(running.line(PATIENCE)).contains("accepting connections: accept4", "EMFILE");
        var before = cpu(running);
        assertThat(new CountDownLatch(1).await(1, TimeUnit.SECONDS)).isFalse();
        assertThat(cpu(running).minus(before)).isLessThan(Duration.ofMillis(500));
        answer(peers.getFirst(), 1);
        peers.subList(0, 3 * DESCRIPTORS / 2).forEach(peer -> peer.socket().close());
        answer(peers.getLast(), 2);
      } finally {
        peers.forEach(Wire::close);
      }
      running.endInput();
      running.await(PATIENCE).orFail();
    }
  }

  private static Duration cpu(Running process) {
    return process.handle().info().totalCpuDuration().orElseThrow();
  }

  /// A server that says what fails.
  static final class Few {
    private Few() {}

    public static void main(String... arguments) throws Exception {
      FullTable.of(Fd.class, StreamSocket.class, RpcServer.class).close(); // classes need them, too
      try (var server =
          RpcServer.builder()
              .serve(new EchoService())
              .listen(RpcAddress.tcp(InternetAddress.loopback(0)))
              .onFailure((what, cause) -> System.out.println(what + ": " + cause.getMessage()))
              .start()) {
        System.out.println(((RpcAddress.Tcp) server.addresses().getFirst()).at().port());
        var _ = System.in.read();
      }
    }
  }
}
