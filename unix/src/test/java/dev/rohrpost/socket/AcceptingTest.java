package dev.rohrpost.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Output;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that fail before they are accepted; strace(1) makes the kernel say so.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(180)
class AcceptingTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// Accepts one connection and answers it.
  static final class Server {
    public static void main(String... arguments) throws Exception {
      try (var listener = StreamSocket.listen(InternetAddress.loopback(0));
          var client = StreamSocket.connect(listener.address());
          var server = listener.accept()) {
        server.outputStream().write('!');
        System.out.println("accepted, answered " + (char) client.inputStream().read());
      }
    }
  }

  private static Output withFault(String fault) throws Exception {
    Foreign.require("strace");
    var jvm =
        Jvm.of(Server.class)
            .under("strace", "-f", "-qq", "-o", "/dev/null")
            .under("-e", "trace=accept4", "-e", "inject=accept4:" + fault);
    try (var running = jvm.start()) {
      return running.await(PATIENCE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ECONNABORTED",
        "EPROTO",
        "ENETDOWN",
        "ENOPROTOOPT",
        "EHOSTDOWN",
        "ENONET",
        "EHOSTUNREACH",
        "EOPNOTSUPP",
        "ENETUNREACH",
        "EPERM"
      })
  void theListenerOutlivesAConnectionThatFailed(String error) throws Exception {
    assertThat(withFault("error=" + error + ":when=1").orFail().out())
        .isEqualTo("accepted, answered !\n");
  }

  @Test
  void manyFailuresInARowAreNoEndEither() throws Exception {
    assertThat(withFault("error=EHOSTUNREACH:when=1..40").orFail().out())
        .isEqualTo("accepted, answered !\n");
  }

  @Test
  void theFailureOfTheListenerItselfIsSaid() throws Exception {
    assertThat(withFault("error=EMFILE:when=1").err()).contains("accept4(fd ").contains("EMFILE");
    try (var letters = Socket.open(Domain.INTERNET, SocketType.DATAGRAM, 0)) {
      assertThatThrownBy(() -> letters.accept(Deadline.NEVER))
          .hasMessageContaining(Errno.EOPNOTSUPP.toString());
    }
  }
}
