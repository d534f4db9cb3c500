package dev.rohrpost.rpc.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.RpcRefusedException;
import dev.rohrpost.rpc.bind.protocol.Pmap;
import dev.rohrpost.rpc.bind.protocol.Rpcb;
import dev.rohrpost.rpc.bind.protocol.Rpcb4;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A registry with very many programs.
@ExtendWith(NoFdLeaks.class)
class DumpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MANY = 10_000;

  @Row("BIND-08")
  @Test
  void aLongListIsToldOverAConnectionAndNotInADatagram() throws Exception {
    try (var registry =
            RpcbindServer.builder()
                .listen(RpcAddress.tcp(InternetAddress.loopback(0)))
                .listen(RpcAddress.udp(InternetAddress.loopback(0)))
                .start();
        var tcp = RpcClient.connect(registry.addresses().getFirst());
        var udp = RpcClient.connect(registry.addresses().getLast())) {
      var datagrams = udp.deadlineAfter(PATIENCE);
      var few = Rpcbind.at(registry.addresses().getLast()).list(Deadline.after(PATIENCE));
      assertThat(few).isNotEmpty().hasSameSizeAs(registry.registrations());
      assertThat(new Pmap.Client(datagrams).dump()).hasSameSizeAs(few);

      var asked = new Rpcb4.Client(tcp.deadlineAfter(PATIENCE));
      for (var i = 0; i < MANY; i++) {
        assertThat(asked.set(new Rpcb(0x2000_0000L + i, 1, "tcp", "127.0.0.1.4.1", ""))).isTrue();
      }
      assertThat(asked.set(new Rpcb(0x3000_0000L, 1, "tcp", "127.0.0.1.4.1", ""))).isFalse();
      assertThat(asked.dump()).hasSize(few.size() + MANY);
      assertThat(new Pmap.Client(tcp.deadlineAfter(PATIENCE)).dump()).hasSize(few.size() + MANY);
      assertThatThrownBy(() -> new Rpcb4.Client(datagrams).dump())
          .isInstanceOf(RpcRefusedException.class)
          .hasMessageContaining("SYSTEM_ERR");
      assertThatThrownBy(() -> new Pmap.Client(datagrams).dump())
          .isInstanceOf(RpcRefusedException.class)
          .hasMessageContaining("SYSTEM_ERR");
    }
  }
}
