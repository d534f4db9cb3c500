package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
  private static final long LIMIT = 100_000;

  private static byte[] bytes(Random random, int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /// A record in fragments as they come, some of them empty.
  private static byte[] inFragments(byte[] record, Random random) {
    var out = new ByteArrayOutputStream();
    var at = 0;
    while (random.nextInt(4) > 0) {
      var to = at + random.nextInt(record.length - at + 1);
      out.writeBytes(Wire.fragment(record, at, to, false));
      at = to;
    }
    out.writeBytes(Wire.fragment(record, at, record.length, true));
    return out.toByteArray();
  }

  /// Puts bytes in, as many at a time as there is room for and chance wants.
  private static List<byte[]> records(RecordReader reader, byte[] bytes, Random random)
      throws Exception {
    var records = new ArrayList<byte[]>();
    for (var at = 0; at < bytes.length; ) {
      var room = reader.room();
      assertThat(room.byteSize()).isPositive();
      var count =
          (int) Math.min(Math.min(room.byteSize(), 1 + random.nextInt(5000)), bytes.length - at);
      MemorySegment.copy(bytes, at, room, ValueLayout.JAVA_BYTE, 0, count);
      reader.came(count);
      at += count;
      while (reader.next()) {
        records.add(
            reader
                .memory()
                .asSlice(reader.start(), reader.end() - reader.start())
                .toArray(ValueLayout.JAVA_BYTE));
        if (random.nextInt(10) == 0) {
          reader.leaveRecord();
        }
      }
      if (reader.wish() > 0 && random.nextBoolean()) {
        reader.widen();
      }
    }
    return records;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void recordsComeAsTheyWereSent(long seed) throws Exception {
    var random = new Random(seed);
    var sent = new ArrayList<byte[]>();
    var stream = new ByteArrayOutputStream();
    for (var i = 0; i < 300; i++) {
      var size = random.nextInt(10) == 0 ? random.nextInt((int) LIMIT) : random.nextInt(200);
      sent.add(bytes(random, size));
      stream.writeBytes(inFragments(sent.getLast(), random));
    }
    var reader = new RecordReader(LIMIT, 100);
    assertThat(records(reader, stream.toByteArray(), random))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(sent);
    assertThat(reader.isWithinRecord()).isFalse();
  }

  @Test
  void memoryGrowsWithWhatHasComeAndNotWithWhatIsAnnounced() throws Exception {
    var reader = new RecordReader(Integer.MAX_VALUE, 100);
    var announced = new byte[] {0x40, 0, 0, 0, 1, 2, 3};
    assertThat(records(reader, announced, new Random(1))).isEmpty();
    assertThat(reader.isWithinRecord()).isTrue();
    assertThat(reader.capacity()).isEqualTo(RecordReader.SMALLEST);
  }

  @Test
  void largeMemoryBeginsWhereTheKernelCopiesFast() {
    var reader = new RecordReader(1 << 20, 1);
    while (reader.capacity() < 1 << 20) {
      reader.came(reader.room().byteSize());
      assertThat(reader.memory().address() % 64).isZero();
    }
  }

  @Test
  void memoryOfALargeRecordIsGivenBackAfterManySmallOnes() throws Exception {
    var reader = new RecordReader(1 << 20, 100);
    var random = new Random(1);
    assertThat(records(reader, Wire.record(new byte[1 << 20]), random)).hasSize(1);
    assertThat(reader.capacity()).isGreaterThanOrEqualTo(1 << 20);
    for (var i = 0; i < 100; i++) {
      assertThat(records(reader, Wire.record(new byte[10]), random)).hasSize(1);
    }
    assertThat(reader.capacity()).isEqualTo(RecordReader.SMALLEST);
  }

  /// Puts in as many bytes of a stream as there is room for, and takes all records.
  private static int fill(RecordReader reader, byte[] stream, int at) throws Exception {
    var room = reader.room();
    var count = (int) Math.min(room.byteSize(), stream.length - at);
    MemorySegment.copy(stream, at, room, ValueLayout.JAVA_BYTE, 0, count);
    reader.came(count);
    while (reader.next()) {
      assertThat(reader.end() - reader.start()).isEqualTo(100);
    }
    return at + count;
  }

  @Test
  void thereIsMoreMemoryWhereManySmallRecordsComeAtOnce() throws Exception {
    var reader = new RecordReader(1 << 20, 100);
    assertThat(reader.wish()).isZero();
    var stream = new ByteArrayOutputStream();
    for (var i = 0; i < 1000; i++) {
      stream.writeBytes(Wire.record(new byte[100]));
    }
    var reads = 0;
    for (var at = 0; at < stream.size(); reads++) {
      at = fill(reader, stream.toByteArray(), at);
      if (reader.wish() > 0) {
        assertThat(reader.growth()).isZero(); // it would do without
        var before = reader.capacity();
        var more = reader.wish();
        reader.widen();
        assertThat(reader.capacity()).isEqualTo(before + more);
      }
    }
    assertThat(reads).isLessThan(10); // in place of 26
    assertThat(reader.wish()).isZero();
    reader.shrink();
    assertThat(reader.capacity()).isEqualTo(RecordReader.SMALLEST);
  }

  @Test
  void thereAreLimits() {
    var random = new Random(1);
    assertThatThrownBy(() -> records(new RecordReader(99, 9), Wire.record(new byte[100]), random))
        .isInstanceOf(RecordReader.MalformedException.class)
        .hasMessage("a record of more than 99 bytes");
    var halves =
        Wire.together(Wire.fragment(new byte[60], 0, 60, false), Wire.record(new byte[40]));
    assertThatThrownBy(() -> records(new RecordReader(99, 9), halves, random))
        .isInstanceOf(RecordReader.MalformedException.class);
    assertThatThrownBy(() -> records(new RecordReader(99, 9), new byte[40], random))
        .isInstanceOf(RecordReader.MalformedException.class)
        .hasMessage("a record of more than 9 fragments");
  }
}
