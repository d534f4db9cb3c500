package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.PATIENCE;
import static dev.rohrpost.socket.Sockets.bytes;
import static dev.rohrpost.socket.Sockets.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.FullTable;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.unix.Nobody;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Descriptors and credentials that go with messages.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class PassingTest {
  private final Arena arena = Arena.ofShared();

  @AfterEach
  void free() {
    arena.close();
  }

  private static void pass(AnySocket socket, List<Fd> fds, MemorySegment bytes) throws Exception {
    var _ = socket.socket().send(Outgoing.of(bytes).with(fds), Deadline.NEVER);
  }

  private Received.Message take(AnySocket socket, Intake intake) throws Exception {
    return (Received.Message) socket.socket().receive(arena.allocate(16), intake, Sockets.soon());
  }

  @Test
  @Row({"FDP-01", "FDP-02"})
  void aPipeIsPassedAndUsed() throws Exception {
    try (var pair = StreamSocket.pair();
        var pipe = Pipe.open()) {
      pass(pair.first(), List.of(pipe.readEnd().fd()), bytes("a pipe", arena));
      pipe.readEnd().close();
      try (var message = take(pair.second(), Intake.WITH_DESCRIPTORS)) {
        assertThat(message.bytes()).isEqualTo(6);
        assertThat(message.cut()).isEmpty();
        var end = message.descriptors().getFirst();
        assertThat(end.kind()).isEqualTo(FdKind.FIFO);
        var flags = end.<Integer>borrow(n -> FcntlH.fcntl(n, FcntlH.F_GETFD, 0));
        assertThat(flags).isEqualTo(FcntlH.FD_CLOEXEC);
        var _ = pipe.writeEnd().write(ByteBuffer.wrap(new byte[] {'x'}));
        assertThat(new ReadEnd(end).inputStream().read()).isEqualTo('x');
      }
    }
  }

  @Test
  @Row("FDP-03")
  void descriptorsThatAreNotWelcomeAreClosedAndThisIsSaid() throws Exception {
    try (var pair = DatagramSocket.pair();
        var pipe = Pipe.open()) {
      var fds = List.of(pipe.readEnd().fd(), pipe.writeEnd().fd(), pipe.readEnd().fd());
      for (var welcome = 0; welcome < 4; welcome++) {
        pass(pair.first(), fds, bytes("three", arena));
        try (var message = take(pair.second(), Intake.PLAIN.withDescriptors(welcome))) {
          assertThat(message.descriptors()).hasSize(welcome);
          assertThat(message.cut().contains(Received.Cut.CONTROL)).isEqualTo(welcome < 3);
        }
      }
      assertThatIllegalArgumentException().isThrownBy(() -> Intake.PLAIN.withDescriptors(254));
    }
  }

  @Test
  @Row("FDP-05")
  void aMessageCarries253() throws Exception {
    try (var pair = SeqpacketSocket.pair();
        var pipe = Pipe.open()) {
      var end = pipe.readEnd().fd();
      pass(pair.first(), Collections.nCopies(253, end), bytes("many", arena));
      try (var message = take(pair.second(), Intake.WITH_DESCRIPTORS)) {
        assertThat(message.descriptors()).hasSize(253);
      }
      assertThatThrownBy(() -> pass(pair.first(), Collections.nCopies(254, end), bytes("x", arena)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("up to 253 descriptors, not 254");
      pipe.readEnd().close();
      fails(Errno.EBADF, () -> pass(pair.first(), List.of(end), bytes("closed", arena)));
    }
  }

  @Test
  @Row("FDP-07")
  void aReceiverWithoutRoomGetsWhatFits() throws Exception {
    try (var jvm = Jvm.of(Cramped.class).under("prlimit", "--nofile=100").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out().strip()).isEqualTo("7 [CONTROL]");
    }
  }

  static final class Cramped {
    private Cramped() {}

    public static void main(String... arguments) throws Exception {
      try (var pair = StreamSocket.pair();
          var arena = Arena.ofConfined()) {
        var socket = pair.first().socket();
        var twenty = Collections.nCopies(20, socket.fd());
        var room = arena.allocate(16);
        for (var i = 0; i < 2; i++) { // the first loads what is needed
          var _ = socket.send(Outgoing.of(room).with(twenty), Deadline.NEVER);
          try (var full = i == 0 ? null : FullTable.of(Socket.class)) {
            if (full != null) {
              full.free(7);
            }
            var received =
                pair.second().socket().receive(room, Intake.WITH_DESCRIPTORS, Deadline.NEVER);
            var message = (Received.Message) received;
            message.close();
            if (full != null) {
              System.out.println(message.descriptors().size() + " " + message.cut());
            }
          }
        }
      }
    }
  }

  @Test
  @Row("FDP-06")
  void tooManyOnTheirWayAreRefused() throws Exception {
    try (var jvm = Jvm.of(Flooding.class).under(Nobody.prefix("prlimit", "--nofile=80")).start()) {
      assertThat(jvm.await(PATIENCE).orFail().out().strip()).isEqualTo("5 ETOOMANYREFS");
    }
  }

  static final class Flooding {
    private Flooding() {}

    public static void main(String... arguments) throws Exception {
      try (var pair = DatagramSocket.pair();
          var arena = Arena.ofConfined()) {
        var socket = pair.first().socket();
        var message = Outgoing.of(arena.allocate(1)).with(Collections.nCopies(20, socket.fd()));
        var sent = 0;
        try {
          while (sent < 100) {
            var _ = socket.send(message, Deadline.NEVER);
            sent++;
          }
        } catch (UnixException e) {
          System.out.println(sent + " " + e.errno());
        }
      }
    }
  }

  @Test
  @Row({"FDP-09", "F27"})
  void socketsThatAreSentOverThemselvesAreCollected() throws Exception {
    var before = Sockets.inKernel();
    for (var round = 0; round < 1000; round++) {
      try (var a = StreamSocket.pair();
          var b = StreamSocket.pair();
          var c = StreamSocket.pair()) {
        pass(
            a.first(),
            List.of(a.first().socket().fd(), a.second().socket().fd()),
            bytes("i", arena));
        pass(a.first(), List.of(b.first().socket().fd()), bytes("j", arena));
        pass(b.first(), List.of(c.first().socket().fd()), bytes("k", arena));
        pass(c.second(), List.of(a.second().socket().fd()), bytes("l", arena));
      }
    }
    Sockets.awaitInKernel(before);
  }

  @Test
  @Row("FDP-10")
  void aSocketMayRefuseDescriptors() throws Exception {
    try (var pair = StreamSocket.pair()) {
      try {
        pair.second().socket().set(SocketOption.PASS_DESCRIPTORS, false);
      } catch (UnixException.Unsupported e) {
        Assumptions.abort("this kernel has no SO_PASSRIGHTS");
      }
      var fds = List.of(pair.first().socket().fd());
      fails(Errno.EPERM, () -> pass(pair.first(), fds, bytes("x", arena)));
    }
  }

  @Test
  @Row("F28")
  void whatCameIsLookedAtBeforeUse() throws Exception {
    try (var pair = StreamSocket.pair();
        var folder = directory()) {
      pass(pair.first(), List.of(folder, pair.first().socket().fd()), bytes("x", arena));
      try (var message = take(pair.second(), Intake.WITH_DESCRIPTORS)) {
        assertThat(message.descriptors().getFirst().kind()).isEqualTo(FdKind.DIRECTORY);
        assertThat(message.descriptors().getLast().kind()).isEqualTo(FdKind.SOCKET);
      }
    }
  }

  private Fd directory() {
    return Fd.own(FcntlH.open(arena.allocateFrom("/"), FcntlH.O_PATH | FcntlH.O_CLOEXEC, 0));
  }

  @Test
  @Row({"CRED-02", "CRED-03"})
  void theKernelSaysWhoSentAMessage() throws Exception {
    try (var pair = DatagramSocket.pair()) {
      pair.second().socket().set(SocketOption.PASS_CREDENTIALS, true);
      pair.first().send(bytes("plain", arena));
      var self = (int) ProcessHandle.current().pid();
      try (var message = take(pair.second(), Intake.PLAIN)) {
        assertThat(message.sender().orElseThrow().pid()).isEqualTo(self);
      }
      var me = pair.first().socket().peerCredentials();
      var _ = pair.first().socket().send(Outgoing.of(bytes("me", arena)).as(me), Deadline.NEVER);
      try (var message = take(pair.second(), Intake.PLAIN)) {
        assertThat(message.sender()).contains(me);
        assertThat(message.cut()).isEmpty();
      }
    }
  }

  @Test
  void theEndOfAStreamIsTheEndAlsoWithCredentials() throws Exception {
    try (var pair = StreamSocket.pair()) {
      var in = pair.second().socket();
      in.set(SocketOption.PASS_CREDENTIALS, true);
      pair.first().close();
      assertThat(in.receive(arena.allocate(1), Intake.PLAIN, Sockets.soon()))
          .isEqualTo(Received.END);
    }
  }

  @Test
  @Row("CRED-02")
  void nobodyCannotBeSomebodyElse() throws Exception {
    try (var jvm = Jvm.of(Forging.class).under(Nobody.prefix()).start()) {
      assertThat(jvm.await(PATIENCE).orFail().out().strip()).isEqualTo("EPERM");
    }
  }

  static final class Forging {
    private Forging() {}

    public static void main(String... arguments) throws Exception {
      try (var pair = DatagramSocket.pair();
          var arena = Arena.ofConfined()) {
        var forged = Outgoing.of(arena.allocate(1)).as(new Credentials(1, 0, 0));
        var _ = pair.first().socket().send(forged, Deadline.NEVER);
      } catch (UnixException e) {
        System.out.println(e.errno());
      }
    }
  }

  /// A third to a reader that takes them, one to a reader that reads bytes only, one to a reader
  /// that closes without reading.
  @Test
  void ofAMillionDescriptorsNoneIsLeft() throws Exception {
    var before = Sockets.inKernel();
    var room = arena.allocate(1);
    try (var passed = StreamSocket.pair()) {
      var all = Collections.nCopies(253, passed.first().socket().fd());
      var left = 1_000_000;
      for (var batch = 0; left > 0; batch++) {
        try (var pair = SeqpacketSocket.pair()) {
          for (var i = 0; i < 10; i++, left -= 253) {
            pass(pair.first(), all, room);
            switch (batch % 3) {
              case 0 -> take(pair.second(), Intake.WITH_DESCRIPTORS).close();
              case 1 -> pair.second().receive(room);
              default -> {} // it stays in the queue of a socket that is closed
            }
          }
        }
      }
    }
    Sockets.awaitInKernel(before);
  }
}
