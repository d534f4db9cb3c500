package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.Memory;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Calls to a peer that never reads, each with a deadline of a millisecond. The property
/// `rohrpost.rpc.calls` says how many; memory does not grow with it.
@Row("RPC-17")
@Timeout(1800)
class HurriedCallsTest {
  private static final int CALLS = Integer.getInteger("rohrpost.rpc.calls", 30_000);

  @TempDir Path folder;

  /// In a JVM of its own, which has little memory.
  @Test
  void callsThatPassTheirDeadlineLeaveNothing() throws Exception {
    var jvm =
        Jvm.of(Hurry.class, folder.resolve("s").toString(), Integer.toString(CALLS))
            .with("-Xmx64m", "-XX:MaxDirectMemorySize=16m", "--add-modules", "java.management");
    try (var running = jvm.start()) {
      var lines = running.await(Duration.ofMinutes(20)).orFail().out().strip().split("\n", -1);
      assertThat(lines).hasSize(2);
      for (var line : lines) {
        var figures = line.split(" ", -1);
        assertThat(Long.parseLong(figures[0])).describedAs("bytes").isLessThan(1 << 20);
        assertThat(Integer.parseInt(figures[1])).describedAs("in flight").isLessThanOrEqualTo(64);
        assertThat(figures[2]).describedAs("in flight afterwards").isEqualTo("0");
        assertThat(Integer.parseInt(figures[3])).describedAs("descriptors").isNotPositive();
        assertThat(Integer.parseInt(figures[4])).describedAs("threads").isLessThanOrEqualTo(2);
      }
    }
  }

  /// Measures after a tenth of the calls, and at the end.
  static final class Hurry {
    private static final int THREADS = 100;
    private static final Opaque ARGUMENT = Opaque.of(new byte[1000]);

    private Hurry() {}

    public static void main(String... arguments) throws Exception {
      var calls = Integer.parseInt(arguments[1]);
      measure(InternetAddress.loopback(0), calls);
      measure(new UnixAddress.File(Path.of(arguments[0])), calls);
    }

    private static void measure(Address at, int calls) throws Exception {
      try (var listener = StreamSocket.listen(at);
          var client = connect(listener);
          var _ = listener.accept()) {
        run(client, calls / 10);
        var memory = Memory.used();
        var fds = entries("/proc/self/fd");
        var threads = entries("/proc/self/task");
        var most = run(client, calls - calls / 10);
        System.out.printf(
            Locale.ROOT,
            "%d %d %d %d %d%n",
            Memory.used() - memory,
            most,
            client.inFlight(),
            entries("/proc/self/fd") - fds,
            entries("/proc/self/task") - threads);
      }
    }

    private static RpcClient connect(Listener<StreamSocket> listener) throws Exception {
      var at =
          listener.address() instanceof InternetAddress internet
              ? RpcAddress.tcp(internet)
              : new RpcAddress.Unix((UnixAddress) listener.address());
      return RpcClient.connect(at, ClientLimits.DEFAULT.withCallsInFlight(64), Deadline.NEVER);
    }

    private static int entries(String folder) throws Exception {
      try (var entries = Files.list(Path.of(folder))) {
        return (int) entries.count();
      }
    }

    /// Answers how many calls there were at a time.
    private static int run(RpcClient client, int calls) throws Exception {
      var hurried = client.deadlineAfter(Duration.ofMillis(1));
      try (var platform = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
          var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
        var threads = new ArrayList<Future<Integer>>();
        for (var i = 0; i < THREADS; i++) {
          threads.add(
              (i % 2 == 0 ? platform : virtual)
                  .submit(() -> hurry(client, hurried, calls / THREADS)));
        }
        var most = 0;
        for (var thread : threads) {
          most = Math.max(most, thread.get());
        }
        return most;
      }
    }

    private static int hurry(RpcClient client, RpcCaller hurried, int calls) throws Exception {
      var most = 0;
      for (var i = 0; i < calls; i++) {
        try {
          hurried.call(EchoService.ID, EchoService.ECHO, EchoService.BYTES, ARGUMENT, Xdr.VOID);
          throw new AssertionError("was answered");
        } catch (RpcTimeoutException e) {
          most = Math.max(most, client.inFlight());
        }
      }
      return most;
    }
  }
}
