package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.Jvm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// `fd:N` in the ends of a pipe; and `-` in another process, because this one's own standard input
/// and output belong to the test run.
class DescriptorCarrierTest extends CarrierContract {
  /// Makes a number of its own, as if it had been inherited: whoever opens the endpoint closes it.
  private static Endpoint inherited(Fd fd) throws UnixException {
    int number = fd.duplicate().borrow(n -> n);
    return Endpoint.parse("fd:" + number);
  }

  @Override
  Ends open() throws Exception {
    try (var pipe = Pipe.open()) {
      var sender = Sender.open(inherited(pipe.writeEnd().fd()), soon()).orElseThrow();
      var receiver = Receiver.open(inherited(pipe.readEnd().fd()), Selection.ANY, soon());
      return new Ends(sender, receiver.orElseThrow());
    }
  }

  @Override
  Message message(int number) {
    return Message.of("message " + number + '\n');
  }

  @Override
  String name() {
    return "fd:";
  }

  @Test
  void whatIsNotOpenIsEbadf() {
    var nothing = Endpoint.parse("fd:12345");
    assertThatThrownBy(() -> Sender.open(nothing, soon())).hasMessageContaining("EBADF");
    assertThatThrownBy(() -> Receiver.open(nothing, Selection.ANY, soon()))
        .hasMessageContaining("EBADF");
  }

  @Test
  void typesAreRefused() throws Exception {
    try (var ends = open()) {
      assertThatThrownBy(() -> ends.sender().send(message(1).withType(3), soon()))
          .isInstanceOf(RefusedException.class)
          .hasMessageStartingWith("fd: cannot carry a type");
    }
  }

  @Test
  void aFullPipeIsAResultThatTellsHowMuchWentIn() throws Exception {
    try (var ends = open()) {
      var sent = ends.sender().send(Message.of(new byte[1 << 20]), Deadline.NOW);
      assertThat(sent.complete()).isFalse();
      assertThat(sent.bytes()).isEqualTo(65_536);
    }
  }

  /// Sends back on `-` what comes from `-`, and says on standard error how it ended.
  static final class Echo {
    private Echo() {}

    public static void main(String... arguments) throws Exception {
      var standard = Endpoint.parse("-");
      try (var receiver = Receiver.open(standard, Selection.ANY, soon()).orElseThrow();
          var sender = Sender.open(standard, soon()).orElseThrow()) {
        while (receiver.receive(soon()) instanceof Receiver.Received.Data(var message)) {
          if (!sender.send(message, soon()).complete()) {
            throw new AssertionError("not all was sent");
          }
        }
        System.err.println(receiver.receive(soon()));
      }
    }
  }

  @Test
  void standardInputAndOutputAreACarrierToo() throws Exception {
    try (var echo = Jvm.of(Echo.class).start()) {
      for (var i = 0; i < 3; i++) {
        echo.stdin().write(message(i).body());
        echo.stdin().flush();
        assertThat(echo.line(PATIENCE)).isEqualTo("message " + i);
      }
      echo.stdin().write("the last".getBytes(StandardCharsets.US_ASCII));
      echo.endInput();
      var output = echo.await(PATIENCE).orFail();
      assertThat(output.out()).isEqualTo("the last");
      assertThat(output.err().lines().toList()).last().asString().startsWith("Closed");
    }
  }
}
