package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.xdr.Xdr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls that may not take as long as they would like to.
@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class CallTimeTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;

  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
  private final BlockingQueue<Call> calls = new ArrayBlockingQueue<>(10);
  private final CountDownLatch never = new CountDownLatch(1);

  enum Kind {
    TCP,
    UDP,
    UNIX
  }

  /// Waits for ever, or says how many nanoseconds there are.
  private final class Service implements RpcService {
    @Override
    public Program program() {
      return EchoService.ID;
    }

    @Override
    public void serve(Call call) throws Exception {
      if (call.procedure() == EchoService.WAIT) {
        calls.add(call);
        never.await();
      }
      call.reply(Xdr.HYPER, call.deadline().remainingNanos());
    }
  }

  private RpcServer server(Kind kind, Duration time) throws Exception {
    var any = InternetAddress.loopback(0);
    return RpcServer.builder()
        .serve(new Service())
        .limits(ServerLimits.DEFAULT.withCallTime(time))
        .listen(
            switch (kind) {
              case TCP -> RpcAddress.tcp(any);
              case UDP -> RpcAddress.udp(any);
              case UNIX -> RpcAddress.unix(folder.resolve("s"));
            })
        .onFailure((what, cause) -> failures.add(cause.getClass().getSimpleName()))
        .start();
  }

  private static long call(RpcCaller client, int procedure) throws Exception {
    return client.call(EchoService.ID, procedure, Xdr.VOID, null, Xdr.HYPER);
  }

  @ParameterizedTest
  @EnumSource
  void aServiceIsToldHowLongItsCallMayTake(Kind kind) throws Exception {
    try (var server = server(kind, HOUR);
        var client = RpcClient.connect(server.addresses().getFirst())) {
      assertThat(call(client, 1)).isBetween(HOUR.toNanos() / 2, HOUR.toNanos());
    }
    try (var server = server(kind, ServerLimits.DEFAULT.callTime());
        var client = RpcClient.connect(server.addresses().getFirst())) {
      assertThat(call(client, 1)).isEqualTo(Long.MAX_VALUE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatTakesTooLongIsInterruptedAndItsConnectionGoesOn(Kind kind) throws Exception {
    try (var server = server(kind, Duration.ofMillis(50));
        var client = RpcClient.connect(server.addresses().getFirst())) {
      for (var i = 0; i < 3; i++) {
        var call = ThreadKind.PLATFORM.start(() -> call(client, EchoService.WAIT));
        assertThat(call(client, 1)).isPositive();
        assertThat(call.failure()).hasMessageContaining("SYSTEM_ERR");
        assertThat(failures.poll(20, TimeUnit.SECONDS)).isEqualTo("InterruptedException");
      }
    }
  }

  @Row("RPC-25")
  @ParameterizedTest
  @EnumSource
  void aStopTellsItsDeadlineAndInterruptsWhatGoesOn(Kind kind) throws Exception {
    try (var server = server(kind, ServerLimits.DEFAULT.callTime());
        var client = RpcClient.connect(server.addresses().getFirst())) {
      var call = ThreadKind.PLATFORM.start(() -> call(client, EchoService.WAIT));
      var seen = calls.take();
      assertThat(seen.deadline()).isSameAs(Deadline.NEVER);
      var deadline = Deadline.after(Duration.ofMillis(200));
      var stop = ThreadKind.PLATFORM.start(() -> server.stop(deadline));
      while (seen.deadline() != deadline && seen.deadline() != Deadline.NOW) {
        Thread.onSpinWait();
      }
      assertThat(failures.poll(20, TimeUnit.SECONDS)).isEqualTo("InterruptedException");
      var _ = stop.result(); // either the interrupt or the end comes first
      assertThat(call.failure()).isInstanceOf(RpcException.class);
    }
  }

  @Test
  void closingInterruptsCalls() throws Exception {
    try (var server = server(Kind.TCP, ServerLimits.DEFAULT.callTime());
        var client = RpcClient.connect(server.addresses().getFirst())) {
      var call = ThreadKind.PLATFORM.start(() -> call(client, EchoService.WAIT));
      var _ = calls.take();
      endAtOnce(server);
      assertThat(failures.poll(20, TimeUnit.SECONDS)).isEqualTo("InterruptedException");
      assertThat(call.failure()).isInstanceOf(RpcDisconnectedException.class);
    }
  }

  private static void endAtOnce(AutoCloseable what) throws Exception {
    what.close();
  }
}
