package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.Allocated;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.xdr.Xdr;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A call whose arguments and result are nothing takes nothing, neither of the client nor of the
/// server, once the compiler has seen it.
@Timeout(180)
class CallAllocationTest {
  @TempDir Path folder;

  /// In a JVM of its own, because agents that measure other things allocate.
  @Test
  void aCallOfProcedureZeroAllocatesNothing() throws Exception {
    var jvm = Jvm.of(Measure.class, folder.resolve("s").toString());
    try (var running = jvm.with("--add-modules", "jdk.management").start()) {
      var figures = running.await(Duration.ofMinutes(2)).orFail().out().strip().split("\n", -1);
      assertThat(figures).hasSize(3);
      for (var figure : figures) {
        assertThat(Long.parseLong(figure)).isZero();
      }
    }
  }

  static final class Measure {
    private Measure() {}

    public static void main(String... arguments) throws Exception {
      measure(RpcAddress.tcp(InternetAddress.loopback(0)));
      measure(RpcAddress.udp(InternetAddress.loopback(0)));
      measure(RpcAddress.unix(Path.of(arguments[0])));
    }

    private static void measure(RpcAddress at) throws Exception {
      try (var server = RpcServer.builder().serve(new EchoService()).listen(at).start();
          var client = RpcClient.connect(server.addresses().getFirst())) {
        System.out.println(
            Allocated.bytesOfAllPerCall(
                20, 5000, () -> client.call(EchoService.ID, 0, Xdr.VOID, null, Xdr.VOID)));
      }
    }
  }
}
