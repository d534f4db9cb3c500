package dev.rohrpost.fd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.ThreadKind;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The ends of a pipe as streams and channels.
@ExtendWith(NoFdLeaks.class)
class StreamsTest {
  private static final int MORE_THAN_A_PIPE_HOLDS = 1_000_003;

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static ByteBuffer buffer(boolean direct, byte[] bytes) {
    return direct
        ? ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()
        : ByteBuffer.wrap(bytes);
  }

  static Stream<Arguments> kindsAndBuffers() {
    return Stream.of(ThreadKind.values())
        .flatMap(kind -> Stream.of(Arguments.of(kind, true), Arguments.of(kind, false)));
  }

  @ParameterizedTest
  @EnumSource
  void streamsCarryEveryByte(ThreadKind kind) throws Exception {
    var bytes = random(MORE_THAN_A_PIPE_HOLDS);
    try (var ends = Ends.pipe()) {
      var writer =
          kind.start(() -> {
            try (var out = ends.out().outputStream()) {
              out.write(bytes[0]);
              out.write(bytes, 1, bytes.length - 1);
            }
            return true;
          });
      try (var in = ends.in().inputStream()) {
        assertThat(in.read()).isEqualTo(bytes[0] & 0xff);
        assertThat(kind.start(in::readAllBytes).result())
            .hasSize(bytes.length - 1)
            .endsWith(bytes[bytes.length - 1]);
        assertThat(in.read()).isEqualTo(-1);
      }
      assertThat(writer.result()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndBuffers")
  void channelsCarryEveryByte(ThreadKind kind, boolean direct) throws Exception {
    var bytes = random(MORE_THAN_A_PIPE_HOLDS);
    try (var ends = Ends.pipe()) {
      var writer =
          kind.start(() -> {
            var buffer = buffer(direct, bytes);
            var count = ends.out().write(buffer);
            ends.out().close();
            return count + buffer.remaining();
          });
      var into = buffer(direct, new byte[bytes.length + 1]);
      var reader =
          kind.start(() -> {
            while (ends.in().read(into) >= 0) {}
            return into.position();
          });
      assertThat(reader.result()).isEqualTo(bytes.length);
      assertThat(writer.result()).isEqualTo(bytes.length);
      assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(bytes));
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndBuffers")
  void anInterruptedWriteSaysHowMuchWentThrough(ThreadKind kind, boolean direct) throws Exception {
    var bytes = random(MORE_THAN_A_PIPE_HOLDS);
    try (var ends = Ends.pipe()) {
      var buffer = buffer(direct, bytes);
      var writer =
          kind.start(() -> {
            try {
              return "written: " + ends.out().write(buffer);
            } catch (InterruptedIOException e) {
              return Thread.interrupted() + " " + e.bytesTransferred;
            }
          });
      writer.awaitBlocked();
      while (ends.in().available() < 65_536) {
        Thread.onSpinWait(); // blocked before, perhaps, by a lock
      }
      writer.awaitBlocked().interrupt();
      assertThat(writer.result()).isEqualTo("true 65536");
      assertThat(buffer.position()).isEqualTo(65_536);
      assertThat(ends.out().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedReadLeavesTheChannelOpen(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      var reader =
          kind.start(
                  () -> {
                    try {
                      return "read: " + ends.in().inputStream().read();
                    } catch (InterruptedIOException e) {
                      return Thread.interrupted() + " " + e.bytesTransferred;
                    }
                  })
              .awaitBlocked();
      reader.interrupt();
      assertThat(reader.result()).isEqualTo("true 0");
      assertThat(ends.in().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWriteToMemoryInParts(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe();
        var arena = Arena.ofShared()) {
      var bytes = arena.allocate(MORE_THAN_A_PIPE_HOLDS);
      var writer =
          kind.start(() -> {
            try {
              ends.out().write(bytes);
              return -1L;
            } catch (InterruptedTransferException e) {
              return e.bytesTransferred();
            }
          });
      while (ends.in().available() < 65_536) {
        Thread.onSpinWait();
      }
      writer.awaitBlocked().interrupt();
      assertThat(writer.result()).isEqualTo(65_536);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReaderThatLeavesInTheMiddleIsEpipeWithTheCount(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe();
        var arena = Arena.ofShared()) {
      var bytes = arena.allocate(MORE_THAN_A_PIPE_HOLDS);
      var writer =
          kind.start(() -> {
            ends.out().write(bytes);
            return true;
          });
      while (ends.in().available() < 65_536) {
        Thread.onSpinWait();
      }
      ends.in().close();
      assertThat(writer.failure())
          .isInstanceOf(UnixException.Disconnected.class)
          .hasMessageMatching("write\\(fd \\d+ after 65536 of 1000003 bytes\\): EPIPE: .*");
    }
  }

  @Test
  void nothingIsNothing() throws Exception {
    try (var ends = Ends.pipe()) {
      assertThat(ends.in().read(ByteBuffer.allocate(0))).isZero();
      assertThat(ends.in().read(ByteBuffer.allocateDirect(0))).isZero();
      assertThat(ends.in().read(MemorySegment.NULL)).isZero();
      assertThat(ends.in().inputStream().read(new byte[0])).isZero();
      assertThat(ends.out().write(ByteBuffer.allocate(0))).isZero();
      ends.out().write(MemorySegment.NULL);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ends.in().read(MemorySegment.NULL, Deadline.NOW));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ends.out().write(MemorySegment.NULL, Deadline.NOW));
      assertThat(ends.in().available()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeReadIntoIsRefusedBeforeAnythingIsLost(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      ends.send("x");
      var readOnly = Arena.ofAuto().allocate(1).asReadOnly();
      var heap = MemorySegment.ofArray(new byte[1]);
      for (var into : new MemorySegment[] {readOnly, heap}) {
        assertThat(kind.start(() -> ends.in().read(into)).failure())
            .isInstanceOf(IllegalArgumentException.class);
        assertThat(kind.start(() -> ends.in().read(into, Deadline.NOW)).failure())
            .isInstanceOf(IllegalArgumentException.class);
      }
      for (var into :
          new ByteBuffer[] {
            ByteBuffer.allocate(1).asReadOnlyBuffer(),
            ByteBuffer.allocateDirect(1).asReadOnlyBuffer()
          }) {
        assertThat(kind.start(() -> ends.in().read(into)).failure())
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> ends.in().inputStream().read(new byte[1], 1, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(ends.receive()).isEqualTo("x");
    }
  }

  @Test
  void theStreamTellsWhatIsAvailable() throws Exception {
    try (var ends = Ends.pipe()) {
      ends.send("seven!!");
      assertThat(ends.in().inputStream().available()).isEqualTo(7);
      try (var reader = Channels.newReader(ends.in(), UTF_8)) {
        assertThat(reader.read()).isEqualTo('s');
      }
    }
    var closed = Ends.pipe();
    closed.close();
    assertThatThrownBy(() -> closed.in().inputStream().available()).satisfies(FdTest::isEbadf);
    try (var device = new ReadEnd(OpenFile.at("/dev/null", 0))) {
      assertThat(device.available()).isZero();
    }
  }

  @Test
  void theOtherEndOfAPipeIsNoSubstitute() throws Exception {
    try (var ends = Ends.pipe();
        var arena = Arena.ofConfined()) {
      var wrongIn = new ReadEnd(ends.out().fd());
      var wrongOut = new WriteEnd(ends.in().fd());
      var bytes = arena.allocate(1);
      assertThatThrownBy(() -> wrongIn.read(bytes)).satisfies(FdTest::isEbadf);
      assertThatThrownBy(() -> wrongIn.read(bytes, Deadline.NOW)).satisfies(FdTest::isEbadf);
      assertThatThrownBy(() -> wrongOut.write(bytes))
          .satisfies(FdTest::isEbadf)
          .hasMessageMatching("write\\(fd \\d+\\): " + Errno.EBADF + ".*");
    }
  }
}
