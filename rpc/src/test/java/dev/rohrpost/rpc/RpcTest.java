package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Our client and our server, over each transport.
@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class RpcTest {
  @TempDir Path folder;

  private final EchoService service = new EchoService();

  enum Kind {
    TCP,
    UDP,
    UNIX
  }

  private RpcAddress address(Kind kind) {
    var any = InternetAddress.loopback(0);
    return switch (kind) {
      case TCP -> RpcAddress.tcp(any);
      case UDP -> RpcAddress.udp(any);
      case UNIX -> RpcAddress.unix(folder.resolve("s"));
    };
  }

  /// The failures that the server tells.
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  private RpcServer server(Kind kind) throws Exception {
    return RpcServer.builder()
        .serve(service)
        .listen(address(kind))
        .onFailure((what, cause) -> failures.add(what + ": " + cause.getMessage()))
        .start();
  }

  private static RpcClient client(RpcServer server) throws Exception {
    return RpcClient.connect(server.addresses().getFirst());
  }

  private static Opaque bytes(int size, int seed) {
    var bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return Opaque.of(bytes);
  }

  private static Opaque echo(RpcCaller client, Opaque bytes) throws Exception {
    return client.call(
        EchoService.ID, EchoService.ECHO, EchoService.BYTES, bytes, EchoService.BYTES);
  }

  private static void endAtOnce(AutoCloseable what) throws Exception {
    what.close();
  }

  private static boolean waitFor(RpcCaller client) throws Exception {
    run(client, EchoService.WAIT);
    return true;
  }

  private static void run(RpcCaller client, int procedure) throws Exception {
    client.call(EchoService.ID, procedure, Xdr.VOID, null, Xdr.VOID);
  }

  @ParameterizedTest
  @EnumSource
  void aCallIsAnswered(Kind kind) throws Exception {
    try (var server = server(kind);
        var client = client(server)) {
      run(client, 0);
      for (var size : List.of(0, 1, 4, 100, 4095, 4096, 5001, 60_000)) {
        assertThat(echo(client, bytes(size, size))).isEqualTo(bytes(size, size));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP", "UNIX"})
  void aMebibyteIsAnswered(Kind kind) throws Exception {
    try (var server = server(kind);
        var client = client(server)) {
      for (var seed = 0; seed < 20; seed++) {
        assertThat(echo(client, bytes(1 << 20, seed))).isEqualTo(bytes(1 << 20, seed));
      }
    }
  }

  @Row("RPC-06")
  @ParameterizedTest
  @EnumSource
  void unknownNumbersAreToldApart(Kind kind) throws Exception {
    try (var server = server(kind);
        var client = client(server)) {
      assertThat(refusal(client, new Program(77, 1), 1)).hasToString("PROG_UNAVAIL");
      var other = new Program(EchoService.ID.number(), 9);
      assertThat(refusal(client, other, 1)).isEqualTo(new Refusal.ProgramMismatch(1, 1));
      assertThat(refusal(client, EchoService.ID, 99)).isEqualTo(new Refusal.ProcedureUnavailable());
      run(client, 0);
    }
  }

  private static Refusal refusal(RpcCaller client, Program program, int procedure)
      throws Exception {
    try {
      client.call(program, procedure, Xdr.VOID, null, Xdr.VOID);
      throw new AssertionError("was answered");
    } catch (RpcRefusedException e) {
      return e.reason();
    }
  }

  @Row({"RPC-07", "RPC-08"})
  @ParameterizedTest
  @EnumSource
  void aFailedCallLeavesTheConnectionAsItWas(Kind kind) throws Exception {
    try (var server = server(kind);
        var client = client(server)) {
      assertThat(refusal(client, EchoService.ID, EchoService.ECHO))
          .isEqualTo(new Refusal.GarbageArguments());
      assertThat(refusal(client, EchoService.ID, EchoService.FAIL))
          .isEqualTo(new Refusal.SystemError());
      assertThat(refusal(client, EchoService.ID, EchoService.IMPOSSIBLE))
          .isEqualTo(new Refusal.SystemError());
      run(client, 0);
      assertThat(client.strays()).isZero();
      assertThat(failures)
          .containsExactly(
              "program 536871065 version 1 procedure 3: as it was told to",
              "program 536871065 version 1 procedure 5: length 8 above the bound 1");
    }
  }

  @Row("RPC-04")
  @ParameterizedTest
  @EnumSource
  void aCallThatTakesLongHoldsUpNoOther(Kind kind) throws Exception {
    try (var server = server(kind);
        var client = client(server)) {
      var slow = new ArrayList<Task<Boolean>>();
      for (var i = 0; i < 5; i++) {
        slow.add(ThreadKind.PLATFORM.start(() -> waitFor(client)));
      }
      while (service.waiting.get() < 5) {
        assertThat(echo(client, bytes(10, 1))).isEqualTo(bytes(10, 1));
      }
      service.released.countDown();
      for (var call : slow) {
        call.result();
      }
    }
  }

  /// Calls about as long as it takes to notice that one is slow: the reading is taken away from
  /// threads that end their call in the same moment.
  @ParameterizedTest
  @EnumSource
  void callsOfAnyLengthAreAnswered(Kind kind) throws Exception {
    try (var server = server(kind);
        var client = client(server)) {
      var tasks = new ArrayList<Task<Integer>>();
      for (var i = 0; i < 12; i++) {
        var random = new Random(i);
        tasks.add(
            (i % 2 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL)
                .start(() -> {
                  for (var round = 0; round < 40; round++) {
                    var nanos = 1 + random.nextInt(16_000_000);
                    assertThat(
                            client.call(EchoService.ID, EchoService.PAUSE, Xdr.INT, nanos, Xdr.INT))
                        .isEqualTo(nanos);
                  }
                  return 1;
                }));
      }
      for (var task : tasks) {
        task.result();
      }
    }
  }

  /// One call at a time, so that nothing but the calls keeps the connection open.
  @ParameterizedTest
  @EnumSource
  void aSlowCallAloneIsAnswered(Kind kind) throws Exception {
    try (var server = server(kind);
        var client = client(server)) {
      for (var i = 0; i < 100; i++) {
        var nanos = 4_000_000 + i * 90_000;
        assertThat(client.call(EchoService.ID, EchoService.PAUSE, Xdr.INT, nanos, Xdr.INT))
            .isEqualTo(nanos);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyThreadsCallOverOneConnection(Kind kind) throws Exception {
    try (var server = server(kind);
        var client = client(server)) {
      var tasks = new ArrayList<Task<Integer>>();
      for (var kinds : ThreadKind.values()) {
        for (var i = 0; i < 20; i++) {
          var seed = i;
          tasks.add(
              kinds.start(() -> {
                for (var round = 0; round < 50; round++) {
                  var sent = bytes(round * 37 % 3000, seed);
                  assertThat(echo(client, sent)).isEqualTo(sent);
                }
                return seed;
              }));
        }
      }
      for (var task : tasks) {
        task.result();
      }
      if (kind != Kind.UDP) { // where a late reply comes twice
        assertThat(client.strays()).isZero();
      }
    }
  }

  @Row("RPC-16")
  @ParameterizedTest
  @EnumSource
  void aCallEndsAtItsDeadlineAndItsReplyIsDropped(Kind kind) throws Exception {
    try (var server = server(kind);
        var client = client(server)) {
      var hurried = client.deadlineAfter(Duration.ofMillis(30));
      assertThatExceptionOfType(RpcTimeoutException.class)
          .isThrownBy(() -> run(hurried, EchoService.WAIT))
          .matches(RpcException::wasSent);
      service.released.countDown();
      for (var i = 0; i < 10 || client.strays() == 0; i++) {
        assertThat(echo(client, bytes(10, i))).isEqualTo(bytes(10, i));
      }
      assertThat(client.strays()).isEqualTo(1);
    }
  }

  @Row("RPC-18")
  @ParameterizedTest
  @EnumSource
  void anInterruptEndsOneCallAndCloseEndsAll(Kind kind) throws Exception {
    try (var server = server(kind);
        var client = client(server)) {
      var calls = new ArrayList<Task<Boolean>>();
      for (var i = 0; i < 10; i++) {
        calls.add(
            (i % 2 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL).start(() -> waitFor(client)));
      }
      while (service.waiting.get() < 10) {
        Thread.onSpinWait();
      }
      calls.getFirst().interrupt();
      assertThat(calls.getFirst().failure()).isInstanceOf(InterruptedException.class);
      assertThat(echo(client, bytes(9, 9))).isEqualTo(bytes(9, 9));
      endAtOnce(client);
      for (var call : calls.subList(1, 10)) {
        assertThat(call.failure()).isInstanceOf(RpcDisconnectedException.class);
      }
      service.released.countDown();
    }
  }

  @Row({"RPC-14", "RPC-23"})
  @Test
  void aServerThatEndsFailsItsCallsAndTheNextOneConnectsAnew() throws Exception {
    var at = RpcAddress.unix(folder.resolve("s"));
    try (var first = RpcServer.builder().serve(service).listen(at).start();
        var client = client(first)) {
      var pending = ThreadKind.PLATFORM.start(() -> waitFor(client));
      while (service.waiting.get() < 1) {
        Thread.onSpinWait();
      }
      endAtOnce(first);
      assertThat(pending.failure()).isInstanceOf(RpcDisconnectedException.class);
      assertThatExceptionOfType(RpcDisconnectedException.class)
          .isThrownBy(() -> run(client, 0))
          .matches(e -> !e.wasSent());
      try (var second = RpcServer.builder().serve(new EchoService()).listen(at).start()) {
        run(client, 0);
        assertThat(second.addresses()).isEqualTo(first.addresses());
      }
      service.released.countDown();
    }
  }

  @Row("RPC-25")
  @ParameterizedTest
  @EnumSource
  void stoppingLetsCallsEnd(Kind kind) throws Exception {
    try (var server = server(kind);
        var client = client(server)) {
      var pending = ThreadKind.PLATFORM.start(() -> waitFor(client));
      while (service.waiting.get() < 1) {
        Thread.onSpinWait();
      }
      assertThat(server.addresses()).hasSize(1);
      var stop =
          ThreadKind.PLATFORM.start(() -> server.stop(Deadline.after(Duration.ofSeconds(30))));
      service.released.countDown();
      assertThat(stop.result()).isTrue();
      assertThat(pending.result()).isTrue();
    }
  }
}
