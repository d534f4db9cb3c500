package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.bytes;
import static dev.rohrpost.socket.Sockets.fails;
import static dev.rohrpost.socket.Sockets.hear;
import static dev.rohrpost.socket.Sockets.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.InterruptedTransferException;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class GatherTest {
  /// More than two sockets hold, in places of odd sizes.
  private static final int MUCH = 3_000_000;

  private final Arena arena = Arena.ofShared();

  @AfterEach
  void free() {
    arena.close();
  }

  private Gather of(String... parts) {
    var gather = new Gather(parts.length);
    for (var part : parts) {
      gather.add(bytes(part, arena));
    }
    return gather;
  }

  /// Numbered bytes, in many places.
  private Gather much(int places) {
    var all = arena.allocate(MUCH);
    for (var i = 0; i < MUCH; i++) {
      all.set(ValueLayout.JAVA_BYTE, i, (byte) (i % 251));
    }
    var gather = new Gather(places);
    var size = MUCH / places;
    for (var i = 0; i < places; i++) {
      gather.add(all, (long) i * size, i == places - 1 ? MUCH - (long) i * size : size);
    }
    return gather;
  }

  private static void assertMuch(byte[] received) {
    assertThat(received).hasSize(MUCH);
    for (var i = 0; i < MUCH; i++) {
      if (received[i] != (byte) (i % 251)) {
        throw new AssertionError("another byte at " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBytesFollowEachOther(ThreadKind kind) throws Exception {
    try (var pair = StreamSocket.pair()) {
      var gather = of("one ", "", "two ", "three");
      assertThat(gather.size()).isEqualTo(13);
      kind.start(
              () -> {
                pair.first().write(gather);
                return true;
              })
          .result();
      assertThat(hear(pair.second())).isEqualTo("one two three");
      assertThat(gather.size()).isZero();
      assertThat(gather.room()).isEqualTo(4); // an empty place takes none
      gather.add(bytes("again", arena), 1, 3);
      assertThat(pair.first().write(gather, Deadline.NOW)).isEqualTo(new Transfer.Bytes(3));
      assertThat(hear(pair.second())).isEqualTo("gai");
    }
  }

  @ParameterizedTest
  @EnumSource
  void moreThanFitsIsWrittenAsItIsRead(ThreadKind kind) throws Exception {
    try (var pair = StreamSocket.pair()) {
      var gather = much(1000);
      var writer =
          kind.start(() -> {
            pair.first().write(gather);
            pair.first().close();
            return gather.size();
          });
      assertMuch(pair.second().inputStream().readAllBytes());
      assertThat(writer.result()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineInTheMiddleLeavesTheRest(ThreadKind kind) throws Exception {
    try (var pair = StreamSocket.pair()) {
      var gather = much(7);
      var writer =
          kind.start(() -> {
            var written = 0L;
            while (pair.first().write(gather, Deadline.after(Duration.ofMillis(20)))
                instanceof Transfer.Bytes(int count)) {
              written += count;
            }
            return written;
          });
      var written = writer.result();
      assertThat(written).isPositive().isLessThan(MUCH);
      assertThat(gather.size()).isEqualTo(MUCH - written);
      var rest =
          kind.start(() -> {
            pair.first().write(gather);
            pair.first().close();
            return true;
          });
      assertMuch(pair.second().inputStream().readAllBytes());
      assertThat(rest.result()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptAndACloseTellHowFarItCame(ThreadKind kind) throws Exception {
    try (var pair = StreamSocket.pair()) {
      var gather = much(7);
      var writer =
          kind.start(
                  () -> {
                    pair.first().write(gather);
                    return true;
                  })
              .awaitBlocked();
      writer.interrupt();
      assertThat(writer.failure())
          .isInstanceOfSatisfying(
              InterruptedTransferException.class,
              e -> assertThat(e.bytesTransferred()).isEqualTo(MUCH - gather.size()).isPositive());
      var before = gather.size();
      var next =
          kind.start(
                  () -> {
                    pair.first().write(gather);
                    return true;
                  })
              .awaitBlocked();
      pair.first().close();
      assertThat(next.failure())
          .isInstanceOfSatisfying(
              UnixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
      assertThat(gather.size()).isEqualTo(before);
    }
  }

  @Test
  void whoeverIsGoneOrClosedIsAnError() throws Exception {
    try (var pair = StreamSocket.pair()) {
      pair.second().close();
      var gather = of("to ", "nobody");
      fails(Errno.EPIPE, () -> pair.first().write(gather));
      assertThat(gather.size()).isEqualTo(9);
      pair.first().close();
      fails(Errno.EBADF, () -> pair.first().write(gather, Deadline.NOW));
      gather.clear();
      assertThat(gather.size()).isZero();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pair.first().write(gather, Deadline.NOW));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageIsWhole(ThreadKind kind) throws Exception {
    try (var pair = DatagramSocket.pair()) {
      var gather = of("one", "two", "three", "four", "five");
      assertThat(kind.start(() -> pair.first().send(gather, Sockets.soon())).result())
          .isEqualTo(new Transfer.Bytes(19));
      var room = arena.allocate(30);
      assertThat(text(room, pair.second().receive(room))).isEqualTo("onetwothreefourfive");
      assertThat(pair.first().send(gather, Deadline.NOW)).isEqualTo(new Transfer.Bytes(0));
      assertThat(pair.second().receive(room)).isZero();
      while (pair.first().send(of("fill", "ing"), Deadline.NOW) instanceof Transfer.Bytes) {
        // until the queue is full
      }
      var left = of("la", "te");
      assertThat(
              kind.start(() -> pair.first().send(left, Deadline.after(Duration.ofMillis(20))))
                  .result())
          .isEqualTo(Transfer.TIMED_OUT);
      assertThat(left.size()).isEqualTo(4);
    }
  }

  /// The kernel keeps none of them: what keeps them is an argument each.
  @Test
  void aStreamTakesAnyNumberOfArenasAndAMessageThree() throws Exception {
    var arenas = new ArrayList<Arena>();
    try (var pair = StreamSocket.pair();
        var datagrams = DatagramSocket.pair()) {
      var gather = new Gather(10);
      var digits = new MemorySegment[10];
      for (var i = 0; i < 10; i++) {
        arenas.add(Arena.ofAuto());
        digits[i] = bytes(Integer.toString(i), arenas.getLast());
        gather.add(digits[i]);
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> datagrams.first().send(gather, Deadline.NOW))
          .withMessageContaining("3 arenas");
      var _ = datagrams.first().socket().send(Outgoing.of(digits), Deadline.NOW); // copied
      var into = new MemorySegment[10];
      Arrays.setAll(into, i -> arenas.get(i).allocate(1));
      var _ = datagrams.second().socket().receive(List.of(into), Intake.PLAIN, Deadline.NOW);
      assertThat(into)
          .extracting(digit -> text(digit, 1))
          .contains("0", "9")
          .doesNotHaveDuplicates();
      pair.first().write(gather);
      assertThat(hear(pair.second())).isEqualTo("0123456789");
      assertThat(gather.size()).isZero();
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // when it can be closed is what is tested
  void memoryCannotBeFreedWhileItIsSent() throws Exception {
    try (var pair = StreamSocket.pair()) {
      var own = Arena.ofShared();
      var gather = new Gather(2);
      gather.add(bytes("first", arena));
      gather.add(own.allocate(MUCH));
      var writer =
          ThreadKind.PLATFORM
              .start(() -> {
                pair.first().write(gather);
                return true;
              })
              .awaitBlocked();
      assertThatIllegalStateException().isThrownBy(own::close);
      var _ = pair.second().inputStream().readNBytes(5 + MUCH);
      assertThat(writer.result()).isTrue();
      own.close();
      var late = new Gather(1);
      late.add(bytes("fine", arena));
      pair.first().write(late);
    }
  }

  @Test
  void whatCannotBeSentIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Gather(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Gather(1025));
    var gather = new Gather(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gather.add(MemorySegment.ofArray(new byte[1])));
    assertThatThrownBy(() -> gather.add(bytes("four", arena), 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    gather.add(bytes("one", arena));
    assertThatIllegalStateException().isThrownBy(() -> gather.add(bytes("two", arena)));
    assertThat(gather).hasToString("3 bytes in 1 places");
  }
}
