package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Loopback;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.lang.foreign.Arena;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sockets keep the contract of carriers, and what only some of them can.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@Tag("busy")
class SocketCarrierTest {
  @TempDir Path folder;

  /// A carrier that a socket of some kind is.
  abstract static class OfSocket extends CarrierContract {
    private final String scheme;

    OfSocket(String scheme) {
      this.scheme = scheme;
    }

    @Override
    Message message(int number) {
      return Message.of("message " + number + '\n');
    }

    @Override
    String name() {
      return scheme;
    }

    @Test
    void typesAndChoicesAreRefused() throws Exception {
      try (var ends = open()) {
        assertThatThrownBy(() -> ends.sender().send(message(1).withType(3), soon()))
            .isInstanceOf(RefusedException.class)
            .hasMessageStartingWith(scheme + " cannot carry a type");
      }
    }
  }

  private static CarrierContract.Ends connect(String uri) throws Exception {
    var listening = Endpoint.parse("listen+" + uri);
    var opening =
        new FutureTask<>(() -> Receiver.open(listening, Selection.ANY, CarrierContract.soon()));
    Thread.ofPlatform().start(opening);
    var sender = sender(uri);
    return new CarrierContract.Ends(sender, opening.get().orElseThrow());
  }

  /// Until somebody listens.
  private static Sender sender(String uri) throws Exception {
    var soon = CarrierContract.soon();
    while (true) {
      try {
        return Sender.open(Endpoint.parse(uri), soon).orElseThrow();
      } catch (UnixException.NotFound | UnixException.Disconnected e) {
        if (soon.hasPassed()) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static CarrierContract.Ends datagrams(String uri) throws Exception {
    var receiver =
        Receiver.open(Endpoint.parse("listen+" + uri), Selection.ANY, Deadline.NOW).orElseThrow();
    return new CarrierContract.Ends(
        Sender.open(Endpoint.parse(uri), Deadline.NOW).orElseThrow(), receiver);
  }

  private static String at(String scheme) {
    return scheme + "://" + Loopback.host() + ":" + Loopback.port();
  }

  @Nested
  class Stream extends OfSocket {
    Stream() {
      super("unix:");
    }

    @Override
    Ends open() throws Exception {
      return connect("unix:" + folder.resolve("stream"));
    }
  }

  @Nested
  class AbstractName extends OfSocket {
    AbstractName() {
      super("unix:");
    }

    @Override
    Ends open() throws Exception {
      return connect("unix:@rohrpost-carrier-" + ProcessHandle.current().pid());
    }
  }

  @Nested
  class Seqpacket extends OfSocket {
    Seqpacket() {
      super("unix-seqpacket:");
    }

    @Override
    Ends open() throws Exception {
      return connect("unix-seqpacket:" + folder.resolve("packets"));
    }
  }

  @Nested
  class Datagram extends OfSocket {
    Datagram() {
      super("unix-dgram:");
    }

    /// `/proc/sys/net/unix/max_dgram_qlen`.
    @Override
    int atOnce() {
      return 10;
    }

    @Override
    Ends open() throws Exception {
      return datagrams("unix-dgram:" + folder.resolve("datagrams"));
    }
  }

  @Nested
  class Tcp extends OfSocket {
    Tcp() {
      super("tcp:");
    }

    @Override
    Ends open() throws Exception {
      return connect(at("tcp"));
    }
  }

  @Nested
  class Udp extends OfSocket {
    Udp() {
      super("udp:");
    }

    @Override
    Ends open() throws Exception {
      while (true) {
        try {
          return datagrams("udp://[::1]:" + Loopback.port());
        } catch (UnixException.AlreadyExists _) {
          // There is one such host only, and somebody else has that port.
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"unix", "unix-seqpacket", "unix-dgram"})
  void descriptorsAndTheSenderComeAlong(String scheme) throws Exception {
    var uri = scheme + ":" + folder.resolve("s");
    try (var ends = scheme.equals("unix-dgram") ? datagrams(uri) : connect(uri);
        var pipe = Pipe.open();
        var arena = Arena.ofConfined()) {
      var message = Message.of("a pipe").withDescriptors(List.of(pipe.readEnd().fd()));
      assertThat(ends.sender().send(message, CarrierContract.soon()).complete()).isTrue();
      try (var received = CarrierContract.data(ends.receiver().receive(CarrierContract.soon()))) {
        assertThat(received.text()).isEqualTo("a pipe");
        assertThat(received.pid()).hasValue((int) ProcessHandle.current().pid());
        var end = new ReadEnd(received.descriptors().getFirst());
        var bytes = arena.allocate(4);
        pipe.writeEnd().write(bytes);
        assertThat(end.read(bytes, CarrierContract.soon())).isEqualTo(new Transfer.Bytes(4));
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsTooLongOrCannotComeAlongIsRefusedBefore() throws Exception {
    try (var ends = datagrams(at("udp"));
        var pipe = Pipe.open()) {
      var soon = CarrierContract.soon();
      assertThatThrownBy(() -> ends.sender().send(Message.of(new byte[65_508]), soon))
          .isInstanceOf(RefusedException.class)
          .hasMessage("udp: cannot carry a message of 65508 bytes; the longest has 65507");
      var passing = Message.of("x").withDescriptors(List.of(pipe.readEnd().fd()));
      assertThatThrownBy(() -> ends.sender().send(passing, soon))
          .hasMessageStartingWith("udp: cannot carry descriptors");
    }
    var waiting = Endpoint.parse("listen+udp://127.0.0.1:0");
    assertThatThrownBy(() -> Sender.open(waiting, Deadline.NOW))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("udp: cannot wait for somebody to send to");
    var unknown = Endpoint.parse("tcp://no-such-host.invalid:80");
    assertThatThrownBy(() -> Sender.open(unknown, Deadline.NOW))
        .isInstanceOf(UnixException.NoSuchHost.class)
        .hasMessageStartingWith("getaddrinfo(no-such-host.invalid): no such host: ")
        .hasCauseInstanceOf(UnknownHostException.class);
  }

  @Test
  void nobodyInTimeIsAResultAndLeavesNothing() throws Exception {
    var listening = Endpoint.parse("listen+unix:" + folder.resolve("s"));
    assertThat(Sender.open(listening, Deadline.NOW)).isEmpty();
    assertThat(Receiver.open(listening, Selection.ANY, Deadline.NOW)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theNextOneIsReceivedFromWhenTheFirstHasGone() throws Exception {
    var uri = "unix:" + folder.resolve("s");
    try (var ends = connect(uri)) {
      ends.sender().close();
      var soon = CarrierContract.soon();
      assertThat(ends.receiver().receive(soon)).isInstanceOf(Receiver.Received.Closed.class);
      try (var second = sender(uri)) {
        var _ = second.send(Message.of("second"), soon);
        assertThat(CarrierContract.data(ends.receiver().receive(soon)).text()).isEqualTo("second");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "unix:,UNIX-CONNECT:",
    "unix-seqpacket:,'UNIX-CONNECT:,type=5'",
    "unix-dgram:,UNIX-SENDTO:"
  })
  void socatSendsToUs(String scheme, String socat) throws Exception {
    var path = folder.resolve("s");
    var options = socat.split(",", 2);
    var address = options[0] + path + (options.length > 1 ? "," + options[1] : "");
    var listening = Endpoint.parse("listen+" + scheme + path);
    var opening =
        new FutureTask<>(() -> Receiver.open(listening, Selection.ANY, CarrierContract.soon()));
    Thread.ofPlatform().start(opening);
    await(path);
    try (var running = Foreign.start("socat", "-u", "-", address);
        var receiver = opening.get().orElseThrow()) {
      running.stdin().write("from socat".getBytes(StandardCharsets.UTF_8));
      running.stdin().flush();
      try (var message = CarrierContract.data(receiver.receive(CarrierContract.soon()))) {
        assertThat(message.text()).isEqualTo("from socat");
      }
      running.endInput();
      running.await(CarrierContract.PATIENCE).orFail();
    }
  }

  private static void await(Path path) {
    var soon = CarrierContract.soon();
    while (!Files.exists(path) && !soon.hasPassed()) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "unix:,UNIX-LISTEN:",
    "unix-seqpacket:,'UNIX-LISTEN:,type=5'",
    "unix-dgram:,UNIX-RECV:"
  })
  void weSendToSocat(String scheme, String socat) throws Exception {
    var path = folder.resolve("s");
    var options = socat.split(",", 2);
    var address = options[0] + path + (options.length > 1 ? "," + options[1] : "");
    try (var running = Foreign.start("socat", "-u", address, "-");
        var sender = sender(scheme + path)) {
      var _ = sender.send(Message.of("to socat\n"), CarrierContract.soon());
      assertThat(running.line(CarrierContract.PATIENCE)).isEqualTo("to socat");
    }
  }
}
