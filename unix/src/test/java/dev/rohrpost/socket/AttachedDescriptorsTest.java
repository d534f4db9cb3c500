package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.PATIENCE;
import static dev.rohrpost.socket.Sockets.bytes;
import static dev.rohrpost.socket.Sockets.fails;
import static dev.rohrpost.socket.Sockets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.unix.Nobody;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Descriptors that a [Gather] sends.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class AttachedDescriptorsTest {
  private static final int MEBIBYTE = 1 << 20;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment room = arena.allocate(4096);
  private final DescriptorBuffer buffer = new DescriptorBuffer(3);

  @AfterEach
  void free() {
    buffer.close();
    arena.close();
  }

  private Gather of(String text, Fd... fds) {
    var gather = new Gather(4, 3);
    gather.add(bytes(text, arena));
    List.of(fds).forEach(gather::attach);
    return gather;
  }

  /// Fills a connection until it takes nothing more.
  private static void fill(StreamSocket socket, MemorySegment bytes) throws Exception {
    while (socket.write(bytes, Deadline.NOW) instanceof Transfer.Bytes) {
      // until it is full
    }
  }

  /// Reads all that is there, and keeps what came last.
  private void drain(StreamSocket socket) throws Exception {
    while (buffer.count() == 0
        && socket.read(room, buffer, Sockets.soon()) instanceof Transfer.Bytes) {
      // until descriptors come
    }
  }

  @ParameterizedTest
  @EnumSource
  void theyLeaveOnceAndStayTheSenders(ThreadKind kind) throws Exception {
    try (var pair = StreamSocket.pair();
        var pipe = Pipe.open()) {
      var gather = of("one,", pipe.readEnd().fd(), pipe.writeEnd().fd());
      assertThat(gather).hasToString("4 bytes in 1 places with 2 descriptors");
      kind.start(
              () -> {
                pair.first().write(gather);
                return true;
              })
          .result();
      assertThat(gather.attached()).isZero();
      assertThat(pipe.readEnd().isOpen()).isTrue();
      gather.add(bytes("two", arena));
      assertThat(kind.start(() -> pair.first().write(gather, Sockets.soon())).result())
          .isEqualTo(new Transfer.Bytes(3));
      assertThat(pair.second().read(room, buffer)).isEqualTo(4);
      assertThat(buffer.count()).isEqualTo(2);
      assertThat(pair.second().read(room, buffer)).isEqualTo(3);
      assertThat(buffer.count()).isZero();
      gather.attach(pipe.readEnd().fd());
      gather.clear();
      assertThat(gather.attached()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofAMebibyteTheyLeaveWithTheFirstByte(ThreadKind kind) throws Exception {
    try (var pair = StreamSocket.pair();
        var pipe = Pipe.open()) {
      var all = arena.allocate(MEBIBYTE);
      for (var i = 0; i < MEBIBYTE; i++) {
        all.set(ValueLayout.JAVA_BYTE, i, (byte) (i % 251));
      }
      var gather = new Gather(2, 2);
      gather.add(all, 0, 1000);
      gather.add(all, 1000, MEBIBYTE - 1000);
      gather.attach(pipe.readEnd().fd());
      gather.attach(pipe.writeEnd().fd());
      var part = kind.start(() -> pair.first().write(gather, Deadline.NOW)).result();
      var written = ((Transfer.Bytes) part).count();
      assertThat(written).isPositive().isLessThan(MEBIBYTE);
      assertThat(gather.size()).isEqualTo(MEBIBYTE - written);
      assertThat(gather.attached()).isZero();
      assertThat(gather.room()).isZero();
      pipe.close(); // what has left is the receiver's
      var rest =
          kind.start(() -> {
            pair.first().write(gather);
            return gather.size();
          });
      rest.awaitBlocked();
      assertSlowly(pair.second());
      assertThat(rest.result()).isZero();
    }
  }

  private void assertSlowly(StreamSocket in) throws Exception {
    for (var at = 0; at < MEBIBYTE; ) {
      var count = in.read(room, buffer);
      assertThat(buffer.count()).isEqualTo(at == 0 ? 2 : 0);
      for (var i = 0; i < count; i++) {
        if (room.get(ValueLayout.JAVA_BYTE, i) != (byte) ((at + i) % 251)) {
          throw new AssertionError("another byte at " + (at + i));
        }
      }
      at += count;
    }
  }

  @ParameterizedTest
  @EnumSource
  void untilAByteHasLeftTheyStay(ThreadKind kind) throws Exception {
    try (var pair = StreamSocket.pair();
        var pipe = Pipe.open()) {
      fill(pair.first(), room);
      var gather = of("late", pipe.readEnd().fd());
      assertThat(
              kind.start(() -> pair.first().write(gather, Deadline.after(Duration.ofMillis(20))))
                  .result())
          .isEqualTo(Transfer.TIMED_OUT);
      assertThat(gather.attached()).isEqualTo(1);
      var interrupted =
          kind.start(
                  () -> {
                    pair.first().write(gather);
                    return true;
                  })
              .awaitBlocked();
      interrupted.interrupt();
      assertThat(interrupted.failure()).isExactlyInstanceOf(InterruptedException.class);
      assertThat(gather.attached()).isEqualTo(1);
      var waiting = kind.start(() -> pair.first().write(gather, Sockets.soon())).awaitBlocked();
      drain(pair.second());
      assertThat(waiting.result()).isEqualTo(new Transfer.Bytes(4));
      assertThat(gather.attached()).isZero();
      assertThat(buffer.take())
          .singleElement()
          .satisfies(fd -> {
            assertThat(fd.kind()).isEqualTo(FdKind.FIFO);
            fd.close();
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingTheSocketEndsTheWait(ThreadKind kind) throws Exception {
    try (var pair = StreamSocket.pair();
        var pipe = Pipe.open()) {
      fill(pair.first(), room);
      var gather = of("never", pipe.readEnd().fd());
      var waiting =
          kind.start(
                  () -> {
                    pair.first().write(gather);
                    return true;
                  })
              .awaitBlocked();
      pair.first().close();
      assertThat(waiting.failure())
          .isInstanceOfSatisfying(
              UnixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
      assertThat(gather.attached()).isEqualTo(1);
    }
  }

  /// A platform thread waits in the kernel, which has the descriptor by then.
  @Test
  void closingOneWhileTheKernelSendsItComesTooLate() throws Exception {
    try (var pair = StreamSocket.pair();
        var pipe = Pipe.open()) {
      fill(pair.first(), room);
      var end = pipe.readEnd().fd();
      var gather = of("sent", end);
      var writer =
          ThreadKind.PLATFORM
              .start(() -> {
                pair.first().write(gather);
                return true;
              })
              .awaitBlocked();
      end.close();
      drain(pair.second());
      assertThat(writer.result()).isTrue();
      assertThat(buffer.take())
          .singleElement()
          .satisfies(fd -> {
            assertThat(fd.kind()).isEqualTo(FdKind.FIFO);
            fd.close();
          });
    }
  }

  /// A virtual thread borrows it anew for each attempt.
  @Test
  void closingOneBetweenTwoAttemptsIsAnError() throws Exception {
    try (var pair = StreamSocket.pair();
        var pipe = Pipe.open()) {
      fill(pair.first(), room);
      var end = pipe.readEnd().fd();
      var gather = of("not sent", end);
      var writer =
          ThreadKind.VIRTUAL
              .start(() -> {
                pair.first().write(gather);
                return true;
              })
              .awaitBlocked();
      end.close();
      while (pair.second().read(room, buffer, Deadline.NOW) instanceof Transfer.Bytes) {
        // makes room
      }
      assertThat(writer.failure()).hasMessageContaining(end.toString());
    }
  }

  @Test
  void oneThatIsClosedIsNamedAndNothingIsSent() throws Exception {
    try (var pair = StreamSocket.pair();
        var pipe = Pipe.open()) {
      var end = pipe.readEnd().fd();
      var gather = of("x", pipe.writeEnd().fd(), end);
      end.close();
      assertThatThrownBy(() -> pair.first().write(gather))
          .isInstanceOf(UnixException.class)
          .hasMessageContaining("sendmsg(" + end + "): EBADF");
      assertThat(gather.attached()).isEqualTo(2);
      assertThat(gather.size()).isEqualTo(1);
      var message = Outgoing.of(room).with(List.of(end));
      assertThatThrownBy(() -> pair.first().socket().send(message, Deadline.NOW))
          .hasMessageContaining("sendmsg(" + end + "): EBADF");
      assertThat(pair.second().read(room, buffer, Deadline.NOW)).isEqualTo(Transfer.TIMED_OUT);
      gather.clear();
      gather.add(bytes("y", arena));
      pair.first().write(gather);
      assertThat(pair.second().read(room, buffer)).isEqualTo(1);
      pair.second().close();
      gather.add(bytes("z", arena));
      gather.attach(pipe.writeEnd().fd());
      fails(Errno.EPIPE, () -> pair.first().write(gather));
      assertThat(gather.attached()).isEqualTo(1);
    }
  }

  @Test
  void whatTheKernelWouldLoseIsRefused() throws Exception {
    assertThatIllegalArgumentException().isThrownBy(() -> new Gather(1, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Gather(1, 254));
    try (var pair = StreamSocket.pair();
        var udp = DatagramSocket.bind(InternetAddress.loopback(0));
        var to = DatagramSocket.connect(udp.address())) {
      var fd = pair.first().socket().fd();
      assertThatIllegalStateException().isThrownBy(() -> new Gather(1).attach(fd));
      var empty = of("", fd);
      assertThatIllegalArgumentException().isThrownBy(() -> pair.first().write(empty));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pair.first().write(empty, Deadline.NOW));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> to.send(of("x", fd), Deadline.NOW))
          .withMessageContaining("UNIX");
      var without = Outgoing.of(room.asSlice(0, 0)).with(List.of(fd));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pair.first().socket().send(without, Deadline.NOW))
          .withMessageContaining("without a byte");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> to.socket().send(Outgoing.of(room).with(List.of(fd)), Deadline.NOW));
      assertThat(pair.second().read(room, buffer, Deadline.NOW)).isEqualTo(Transfer.TIMED_OUT);
    }
  }

  @Test
  void theyGoWithAMessageThatMayBeEmpty() throws Exception {
    try (var pair = DatagramSocket.pair()) {
      for (var text : List.of("text", "")) {
        var gather = of(text, pair.first().socket().fd());
        assertThat(pair.first().send(gather, Sockets.soon()))
            .isEqualTo(new Transfer.Bytes(text.length()));
        assertThat(gather.attached()).isZero();
        var got = pair.second().socket().receive(room, Intake.WITH_DESCRIPTORS, Sockets.soon());
        try (var message = (Received.Message) got) {
          assertThat(text(room, message.bytes())).isEqualTo(text);
          assertThat(message.descriptors()).hasSize(1);
        }
      }
    }
  }

  @Test
  void tooManyOnTheirWayAreRefusedAndStay() throws Exception {
    try (var jvm = Jvm.of(Flooding.class).under(Nobody.prefix("prlimit", "--nofile=80")).start()) {
      assertThat(jvm.await(PATIENCE).orFail().out().strip()).isEqualTo("5 ETOOMANYREFS 20 20");
    }
  }

  static final class Flooding {
    private Flooding() {}

    public static void main(String... arguments) throws Exception {
      try (var pair = StreamSocket.pair();
          var buffer = new DescriptorBuffer(20);
          var arena = Arena.ofConfined()) {
        var gather = new Gather(1, 20);
        var sent = 0;
        try {
          while (sent < 100) {
            gather.add(arena.allocate(1));
            while (gather.attached() < 20) {
              gather.attach(pair.first().socket().fd());
            }
            pair.first().write(gather);
            sent++;
          }
        } catch (UnixException e) {
          System.out.print(sent + " " + e.errno() + " " + gather.attached());
        }
        var _ = pair.second().read(arena.allocate(9), buffer);
        pair.first().write(gather); // there is room again
        System.out.println(" " + buffer.count());
      }
    }
  }
}
