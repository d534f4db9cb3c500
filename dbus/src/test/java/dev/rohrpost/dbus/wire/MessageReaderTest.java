package dev.rohrpost.dbus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.testkit.Row;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
  private final MessageReader reader = MessageReader.create();
  private final Header header = new Header();

  private static byte[] message(int size) {
    return Bodies.encode(ByteOrder.LITTLE_ENDIAN, "ay", (Object) new byte[size]);
  }

  private static byte[] several(byte[]... messages) {
    var raw = Raw.little();
    for (var message : messages) {
      raw.all(message);
    }
    return raw.bytes();
  }

  /// Puts bytes in, in pieces, and returns the lengths of the messages that were found.
  private List<Long> put(byte[] bytes, int piece) throws WireException {
    var found = new ArrayList<Long>();
    for (var at = 0; at < bytes.length; ) {
      var room = reader.room();
      assertThat(room.byteSize()).isPositive();
      var count = (int) Math.min(room.byteSize(), Math.min(piece, bytes.length - at));
      MemorySegment.copy(bytes, at, room, ValueLayout.JAVA_BYTE, 0, count);
      reader.came(count);
      at += count;
      while (reader.next(header)) {
        found.add(reader.end() - reader.start());
        assertThat(header.member()).isEqualTo("C");
        assertThat(reader.missing()).isZero();
      }
    }
    return found;
  }

  @Test
  @Row("DBUS-51")
  void aByteAtATime() throws Exception {
    var bytes = several(message(1), message(2000), message(3));
    assertThat(put(bytes, 1)).hasSize(3);
    assertThat(reader.isWithinMessage()).isFalse();
    assertThat(reader.pending()).isZero();
  }

  @Test
  @Row("DBUS-51")
  void twoAndAHalfMessagesInARead() throws Exception {
    var whole = several(message(100), message(100), message(100));
    var half = message(100).length / 2;
    assertThat(put(Arrays.copyOf(whole, whole.length - half), 1 << 20)).hasSize(2);
    assertThat(reader.isWithinMessage()).isTrue();
    assertThat(reader.missing()).isEqualTo(half);
    assertThat(put(Arrays.copyOfRange(whole, whole.length - half, whole.length), 1 << 20))
        .containsExactly((long) message(100).length);
  }

  @Test
  void piecesOfAnyLengthGiveTheSameMessages() throws Exception {
    var bytes = several(message(1), message(5000), message(0), message(20_000), message(7));
    for (var piece : new int[] {1, 7, 15, 16, 17, 1000, 4096, 5000, 100_000}) {
      assertThat(put(bytes, piece)).as("pieces of %s", piece).hasSize(5);
    }
  }

  @Test
  @Row("DBUS-17")
  void memoryGrowsWithWhatHasComeAndNotWithWhatIsAnnounced() throws Exception {
    var bytes = message(100);
    var raw = Raw.little().all(bytes).setU32(4, 127 << 20).bytes();
    assertThat(put(raw, 1000)).isEmpty();
    assertThat(reader.missing()).isGreaterThan(126 << 20);
    assertThat(reader.room().byteSize() + raw.length).isLessThanOrEqualTo(2L * 4096);
    assertThat(reader.capacity()).isEqualTo(4096);
  }

  @Test
  void aLargeMessageTakesTheMemoryOfASmallMultipleUntilTheyAreSmallAgain() throws Exception {
    var large = message(100_000);
    assertThat(put(large, 4096)).hasSize(1);
    assertThat(reader.capacity()).isBetween(100_000L, 110_000L);
    for (var i = 0; i < 100; i++) {
      assertThat(put(message(10), 4096)).hasSize(1);
    }
    assertThat(reader.capacity()).isEqualTo(MessageReader.SMALLEST);
  }

  @Test
  void anIdleConnectionGivesMemoryBack() throws Exception {
    put(message(100_000), 4096);
    reader.shrink();
    assertThat(reader.capacity()).isEqualTo(MessageReader.SMALLEST);
    put(Arrays.copyOf(message(100_000), 90_000), 4096);
    reader.shrink();
    assertThat(reader.capacity()).isGreaterThan(90_000);
  }

  @Test
  void aMessageStaysWhereItIsIfItIsLeft() throws Exception {
    var bytes = several(message(50), message(60));
    reader.room().copyFrom(MemorySegment.ofArray(bytes));
    reader.came(bytes.length);
    assertThat(reader.next(header)).isTrue();
    var kept = reader.memory().asSlice(reader.start(), reader.end() - reader.start());
    reader.leaveMessage();
    assertThat(reader.next(header)).isTrue();
    assertThat(put(message(4000), 4000)).hasSize(1);
    assertThat(kept.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(message(50));
  }

  @Test
  void thereIsAlwaysRoomEvenIfMessagesAreNotTaken() throws Exception {
    var bytes = several(message(94), message(94));
    for (var i = 0; i < 10_000; i++) {
      var room = reader.room();
      assertThat(room.byteSize()).isPositive();
      var count = (int) Math.min(room.byteSize(), 10);
      MemorySegment.copy(bytes, i * 10 % 100, room, ValueLayout.JAVA_BYTE, 0, count);
      reader.came(count);
    }
    assertThat(reader.capacity()).isLessThan(300_000);
  }

  @Test
  @Row("DBUS-39")
  void garbageAfterAMessageIsRefused() throws Exception {
    var bytes = several(message(10), "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
    reader.room().copyFrom(MemorySegment.ofArray(bytes));
    reader.came(bytes.length);
    assertThat(reader.next(header)).isTrue();
    assertThatThrownBy(() -> reader.next(header)).hasMessageStartingWith("ENDIANNESS");
  }
}
