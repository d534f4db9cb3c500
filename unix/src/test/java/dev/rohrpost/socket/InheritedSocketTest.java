package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.PATIENCE;
import static dev.rohrpost.socket.Sockets.fails;
import static dev.rohrpost.socket.Sockets.hear;
import static dev.rohrpost.socket.Sockets.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.testkit.FullTable;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Listeners that were passed on, and those that have too few descriptors.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class InheritedSocketTest {
  @Test
  void whatWasPassedIsAdopted() throws Exception {
    try (var made = StreamSocket.listen(Sockets.abstractName())) {
      var copy = made.socket().fd().duplicate();
      var number = copy.<Integer>borrow(n -> n);
      var environment = Map.of("LISTEN_PID", "77", "LISTEN_FDS", "1", "LISTEN_FDNAMES", "web:more");
      assertThat(InheritedSocket.all(environment, 78, number)).isEmpty();
      assertThat(InheritedSocket.all(Map.of(), 77, number)).isEmpty();
      var passed = InheritedSocket.all(environment, 77, number).getFirst();
      assertThat(passed.name()).isEqualTo("web");
      assertThat(passed.socket().isListening()).isTrue();
      try (var listener = passed.listener();
          var client = StreamSocket.connect(made.address());
          var server = listener.accept(Deadline.NEVER).orElseThrow()) {
        say(client, "adopted");
        assertThat(hear(server)).isEqualTo("adopted");
      }
      var missing = Map.of("LISTEN_PID", "77", "LISTEN_FDS", "1");
      fails(Errno.EBADF, () -> InheritedSocket.all(missing, 77, 1_000_000));
    }
  }

  @Test
  @Row("F12")
  void aListenerWithoutDescriptorsSurvives() throws Exception {
    try (var jvm = Jvm.of(Exhausted.class).under("prlimit", "--nofile=100").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out())
          .isEqualTo("socket EMFILE\npair EMFILE\naccept EMFILE\naccepted\n");
    }
  }

  static final class Exhausted {
    private Exhausted() {}

    public static void main(String... arguments) throws Exception {
      try (var listener = StreamSocket.listen(Sockets.abstractName());
          var _ = StreamSocket.connect(listener.address())) {
        try (var full = FullTable.of(Socket.class, Fd.class)) {
          print("socket", () -> StreamSocket.connect(listener.address()).close());
          print("pair", () -> StreamSocket.pair().close());
          print("accept", () -> listener.accept().close());
          full.free(1);
          listener.accept().close();
        }
        System.out.println("accepted");
      }
    }

    private interface Trial {
      void run() throws Exception;
    }

    private static void print(String what, Trial trial) throws Exception {
      try {
        trial.run();
      } catch (UnixException e) {
        System.out.println(what + " " + e.errno());
      }
    }
  }
}
