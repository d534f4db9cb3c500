package dev.rohrpost.rpc.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcDisconnectedException;
import dev.rohrpost.rpc.RpcServer;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.rpc.RpcTimeoutException;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class RegistrarTest {
  private static final Program SOMETHING = new Program(0x2000_0123L, 7);

  @TempDir Path folder;

  /// Does nothing but be there.
  private record Nothing(Program program) implements RpcService {
    @Override
    public void serve(Call call) {
      call.noSuchProcedure();
    }
  }

  private static RpcServer server() throws Exception {
    return RpcServer.builder()
        .serve(new Nothing(SOMETHING))
        .listen(RpcAddress.tcp(InternetAddress.loopback(0)))
        .listen(RpcAddress.udp(InternetAddress.loopback(0)))
        .start();
  }

  private RpcAddress at() {
    return RpcAddress.unix(folder.resolve("registry"));
  }

  private RpcbindServer registry() throws Exception {
    return RpcbindServer.builder().listen(at()).start();
  }

  private static List<String> registered(RpcbindServer registry) {
    return registry.registrations().stream()
        .filter(it -> it.program().equals(SOMETHING))
        .map(Registration::netid)
        .toList();
  }

  private static void await(RpcbindServer registry, String... netids) {
    while (!registered(registry).equals(List.of(netids))) {
      Thread.onSpinWait(); // until the time of the test is over
    }
  }

  @Test
  void aServerIsRegisteredAsLongAsItWantsToBe() throws Exception {
    try (var registry = registry();
        var server = server()) {
      try (var registrar = Registrar.register(server, Rpcbind.at(at()), Deadline.NEVER)) {
        assertThat(registrar).isNotNull();
        assertThat(registered(registry)).containsExactly("tcp", "udp");
      }
      assertThat(registered(registry)).isEmpty();
    }
  }

  @Test
  void whatAServerThatWasKilledHasLeftIsReplaced() throws Exception {
    try (var registry = registry();
        var server = server()) {
      var old = RpcAddress.tcp(InternetAddress.loopback(2222));
      assertThat(Rpcbind.at(at()).set(SOMETHING, old, Deadline.NEVER)).isTrue();
      try (var registrar = Registrar.register(server, Rpcbind.at(at()), Deadline.NEVER)) {
        assertThat(registrar).isNotNull();
        assertThat(registry.registrations())
            .extracting(Registration::address)
            .contains(UniversalAddress.of(server.addresses().getFirst()))
            .doesNotContain(UniversalAddress.of(old));
      }
    }
  }

  @Row("BIND-09")
  @Test
  void aRegistryThatWasRestartedIsToldAgain() throws Exception {
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    try (var server = server()) {
      try (var registrar =
          Registrar.keepRegistered(
              server,
              Rpcbind.at(at()),
              Duration.ofMillis(20),
              (what, cause) -> failures.add(what))) {
        assertThat(registrar).isNotNull();
        for (var times = 0; times < 3; times++) {
          try (var registry = registry()) {
            await(registry, "tcp", "udp");
          }
        }
      }
      assertThat(failures).allMatch(it -> it.startsWith("registering at the registry at unix:"));
      try (var registry = registry()) {
        assertThat(registered(registry)).isEmpty();
      }
    }
  }

  @Row("BIND-10")
  @Test
  void aRegistryThatIsNotThereOrSaysNothingIsAFailureOfTheRegistration() throws Exception {
    try (var server = server()) {
      assertThatExceptionOfType(RpcDisconnectedException.class)
          .isThrownBy(() -> Registrar.register(server, Rpcbind.at(at()), Deadline.NEVER));
      var silent = folder.resolve("silent");
      try (var listener = StreamSocket.listen(new UnixAddress.File(silent))) {
        var soon = Deadline.after(Duration.ofMillis(50));
        var registry = Rpcbind.at(RpcAddress.unix(silent));
        assertThatExceptionOfType(RpcTimeoutException.class)
            .isThrownBy(() -> registry.set(SOMETHING, server.addresses().getFirst(), soon));
        listener.accept().close();
      }
    }
  }
}
