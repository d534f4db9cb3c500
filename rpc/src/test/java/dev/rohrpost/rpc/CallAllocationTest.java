package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.Allocated;
import dev.rohrpost.xdr.Xdr;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A call whose arguments and result are nothing takes nothing, neither of the client nor of the
/// server, once the compiler has seen it.
@Timeout(600)
class CallAllocationTest {
  @TempDir Path folder;

  @Test
  void aCallOfProcedureZeroAllocatesNothing() throws Exception {
    assertThat(Allocated.leastOf(Measure.class, folder.toString())).hasSize(3).containsOnly(0L);
  }

  static final class Measure {
    private Measure() {}

    public static void main(String... arguments) throws Exception {
      measure(RpcAddress.tcp(InternetAddress.loopback(0)));
      measure(RpcAddress.udp(InternetAddress.loopback(0)));
      measure(RpcAddress.unix(Path.of(arguments[0], "s")));
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
