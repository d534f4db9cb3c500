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
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Listeners that were passed on, and those that have too few descriptors.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class InheritedSocketTest {
  @Test
  void whatWasPassedIsAdopted() throws Exception {
    try (var made = StreamSocket.listen(Sockets.abstractName())) {
      var copy = made.socket().fd().duplicate();
      var number = copy.<Integer>borrow(n -> n);
      var environment = Map.of("LISTEN_PID", "77", "LISTEN_FDS", "1", "LISTEN_FDNAMES", "web");
      assertThat(InheritedSocket.all(environment, 78, number)).isEmpty();
      assertThat(InheritedSocket.all(Map.of(), 77, number)).isEmpty();
      var none = Map.of("LISTEN_PID", "77", "LISTEN_FDS", "0", "LISTEN_FDNAMES", "");
      assertThat(InheritedSocket.all(none, 77, number)).isEmpty();
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

  @ParameterizedTest
  @CsvSource({
    "77, -1,",
    "77, 2147483645,",
    "77, 99999999999999999999,",
    "77, one,",
    "77, '',",
    "x, 1,",
    "'', 1,",
    "77, 1, a:b",
    "77, 2, a",
    "77, 1, :"
  })
  void whatIsAgainstTheRulesOfTheProtocolIsRefusedAndNothingIsTakenOver(
      String pid, String count, String names) throws Exception {
    try (var made = StreamSocket.listen(Sockets.abstractName())) {
      var number = made.socket().fd().<Integer>borrow(n -> n);
      var environment = new HashMap<>(Map.of("LISTEN_PID", pid, "LISTEN_FDS", count));
      if (names != null) {
        environment.put("LISTEN_FDNAMES", names);
      }
      fails(Errno.EINVAL, () -> InheritedSocket.all(environment, 77, number));
      StreamSocket.connect(made.address()).close();
    }
  }

  /// One of two is no socket: the other stays as it was.
  @Test
  void allAreThereOrNoneIsTakenOver() throws Exception {
    try (var jvm = new Adoption("2").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out())
          .isEqualTo("getsockopt(descriptor 4): ENOTSOCK: socket operation on non-socket\nopen\n");
    }
  }

  @Test
  void whoeverAsksAgainGetsTheSameSockets() throws Exception {
    try (var jvm = new Adoption("1").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out()).isEqualTo("same, and closed\nclosed\n");
    }
  }

  /// Starts a program as systemd does, with a listening socket as 3 and a file as 4.
  private record Adoption(String count) {
    private static final String SYSTEMD =
        """
        import os, socket, sys
        s = socket.socket(socket.AF_UNIX)
        s.bind(b'')
        s.listen()
        os.dup2(s.fileno(), 30)
        os.dup2(os.open('/dev/null', os.O_RDONLY), 4)
        os.dup2(30, 3)
        os.close(30)
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=sys.argv[1])
        os.execv(sys.argv[2], sys.argv[2:])
        """;

    Running start() {
      var words = new ArrayList<String>();
      words.add(count);
      words.addAll(Jvm.of(Adopting.class).command());
      return Python.start(SYSTEMD, words.toArray(String[]::new));
    }
  }

  /// Asks twice, and closes what it has got in between.
  static final class Adopting {
    private Adopting() {}

    public static void main(String... arguments) throws Exception {
      try {
        var first = InheritedSocket.all();
        first.forEach(socket -> socket.socket().close());
        var second = InheritedSocket.all();
        System.out.println(
            first.equals(second) && second.getFirst().socket().fd().isClosed()
                ? "same, and closed"
                : "others");
      } catch (UnixException e) {
        System.out.println(e.getMessage());
      }
      System.out.println(Files.exists(Path.of("/proc/self/fd/3")) ? "open" : "closed");
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
