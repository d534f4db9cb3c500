package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.xdr.Xdr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Ten thousand virtual threads call over one connection, and one thread carries them.
@Timeout(180)
class OneCarrierTest {
  private static final int MANY = 10_000;

  @Test
  void everyCallGetsItsOwnReply() throws Exception {
    var jvm =
        Jvm.of(Calls.class)
            .with(
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    try (var running = jvm.start()) {
      assertThat(running.await(Duration.ofMinutes(2)).orFail().out())
          .isEqualTo(
              """
              10000 in flight, 0 wrong, 0 left, 0 strays
              1024 in flight, 0 wrong, 0 left, 0 strays
              """);
    }
  }

  static final class Calls {
    private Calls() {}

    public static void main(String... arguments) throws Exception {
      run(ClientLimits.DEFAULT.withCallsInFlight(MANY).withQueuedBytes(8 << 20));
      run(ClientLimits.DEFAULT); // nine in ten threads wait for their turn
    }

    private static void run(ClientLimits limits) throws Exception {
      var released = new CountDownLatch(1);
      try (var server =
              RpcServer.builder()
                  .serve(new Held(released))
                  .listen(RpcAddress.tcp(InternetAddress.loopback(0)))
                  .start();
          var client = RpcClient.connect(server.addresses().getFirst(), limits, Deadline.NEVER);
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var replies = new ArrayList<Future<Integer>>();
        for (var i = 0; i < MANY; i++) {
          var number = i;
          replies.add(
              threads.submit(() -> client.call(EchoService.ID, 1, Xdr.INT, number, Xdr.INT)));
        }
        while (client.inFlight() < limits.callsInFlight()) {
          LockSupport.parkNanos(1_000_000);
        }
        var most = client.inFlight();
        released.countDown();
        var wrong = 0;
        for (var i = 0; i < MANY; i++) {
          wrong += replies.get(i).get() == i ? 0 : 1;
        }
        System.out.println(
            most
                + " in flight, "
                + wrong
                + " wrong, "
                + client.inFlight()
                + " left, "
                + client.strays()
                + " strays");
      }
    }
  }

  /// Answers nothing before it may.
  private record Held(CountDownLatch released) implements RpcService {
    @Override
    public Program program() {
      return EchoService.ID;
    }

    @Override
    public void serve(Call call) throws Exception {
      var number = call.arguments(Xdr.INT);
      released.await();
      call.reply(Xdr.INT, number);
    }
  }
}
