package dev.rohrpost.memory;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.memory.RingSettings.Consumers;
import dev.rohrpost.memory.RingSettings.Producers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Where everything is in the memory of a ring, version 1. All numbers have the byte order of the
/// machine; the word and the line of a cache that each lies on are part of the layout.
///
/// ```
///      0 +----------------+---------+---------+------------------------------------------+
///        | magic       u64| version | data at | never changes; magic is written last     |
///     16 | capacity    u64| producers, consumers: 1 one, 2 many/each                    |
///     32 | longest message| alignment: 8      |                                          |
///    128 +----------------+---------+---------+------------------------------------------+
///        | tail        u64| position behind the last record that was claimed            |
///    256 +----------------+--------------------------------------------------------------+
///        | lock        u32| ticket of who has it, 0: nobody                              |
///    384 +----------------+--------------------------------------------------------------+
///        | present     u32| finished   u32 | sleepers u32 | space    u32 (a futex)       |
///   4096 +----------------+--------------------------------------------------------------+
///        | 32 producers, 128 bytes each:                                                 |
///        |   0 claim position u64, -1: none | 8 claimed bytes u32                        |
///        |  64 ticket u32 | generation u32                                               |
///   8192 +-------------------------------------------------------------------------------+
///        | 32 consumers, 128 bytes each:                                                 |
///        |   0 position of the next record to read u64                                   |
///        |  64 ticket u32 | generation u32 | waiting u32 (a futex)                       |
///  12288 +-------------------------------------------------------------------------------+
///        | records; the place of a position is position % capacity                       |
///        +-------------------------------------------------------------------------------+
///
/// a record:   0        4      8
///             +--------+------+---------------------------------+
///             | length | kind | message, filled to 8 bytes ...  |
///             +--------+------+---------------------------------+
///             kind 1: a message of that length; 2: skip that many bytes, these 8 included;
///             the whole word 0: not committed yet
/// ```
final class RingLayout {
  static final long MAGIC = 0x474e495252484f52L; // "ROHRRING"
  static final int VERSION = 1;
  static final int ALIGNMENT = 8;

  /// Before each message.
  static final int HEADER = 8;

  static final long VERSION_AT = 8;
  static final long DATA_AT = 12;
  static final long CAPACITY = 16;
  static final long PRODUCERS = 24;
  static final long CONSUMERS = 28;
  static final long LONGEST = 32;
  static final long ALIGNED = 36;
  static final long TAIL = 128;
  static final long LOCK = 256;
  static final long PRESENT = 384;
  static final long FINISHED = 388; // read together with PRESENT as one word
  static final long SLEEPERS = 392;
  static final long SPACE = 396;
  static final long DATA = 12288;

  /// Seats 1 to 32 are for producers, 33 to 64 for consumers.
  static final int SEATS = 32;

  static final long SEAT_BYTES = 128;
  static final long FIRST_SEAT = 4096;
  static final long CLAIM = 0;
  static final long CLAIMED = 8;
  static final long HEAD = 0;
  static final long TICKET = 64;
  static final long GENERATION = 68;
  static final long WAITING = 72;

  static final int ONE = 1;
  static final int MANY = 2;

  static final long NO_CLAIM = -1;
  static final long MESSAGE = 1L << 32;
  static final long SKIP = 2L << 32;

  static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private RingLayout() {}

  /// Bytes of a record with a message of a length.
  static int recordBytes(int length) {
    return (length + HEADER + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /// The most bytes that one producer claims at a time: those of the longest message, and as much
  /// before it that is skipped because it is no longer enough.
  static int longestClaim(RingSettings settings) {
    return 2 * recordBytes(settings.longestMessage());
  }

  /// How many bytes what begins with a word takes. A peer has written the word: read it once.
  ///
  /// @return 0 if nothing begins so
  static int span(long word, RingSettings settings) {
    var length = word - MESSAGE;
    return length >= 0 && length <= settings.longestMessage()
        ? recordBytes((int) length)
        : skipped(word, settings.capacity());
  }

  /// How many bytes a skipping word skips, itself included, or 0 if it is none.
  static int skipped(long word, int capacity) {
    var length = word - SKIP;
    return length >= HEADER && length <= capacity && (length & (ALIGNMENT - 1)) == 0
        ? (int) length
        : 0;
  }

  static long seat(int number) {
    return FIRST_SEAT + (number - 1) * SEAT_BYTES;
  }

  static long fileSize(RingSettings settings) {
    return DATA + settings.capacity();
  }

  /// Fills new memory, which is zero.
  static void init(MemorySegment ring, RingSettings settings) {
    INT.set(ring, VERSION_AT, VERSION);
    INT.set(ring, DATA_AT, (int) DATA);
    LONG.set(ring, CAPACITY, settings.capacity());
    INT.set(ring, PRODUCERS, settings.producers() == Producers.ONE ? ONE : MANY);
    INT.set(ring, CONSUMERS, settings.consumers() == Consumers.ONE ? ONE : MANY);
    INT.set(ring, LONGEST, settings.longestMessage());
    INT.set(ring, ALIGNED, ALIGNMENT);
    for (var number = 1; number <= SEATS; number++) {
      LONG.set(ring, seat(number) + CLAIM, NO_CLAIM);
    }
    LONG.setRelease(ring, 0L, MAGIC);
  }

  /// Reads the settings of a ring before it is mapped, and refuses what is none. All is read once,
  /// into memory of our own, so nobody can change it between the look and the use.
  static RingSettings check(Fd fd, String name) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var copy = arena.allocate(TAIL);
      long read = fd.borrow(n -> UnistdH.pread(n, copy, TAIL, 0));
      if (read < TAIL || copy.get(ValueLayout.JAVA_LONG, 0) == 0) {
        throw UnixException.of("ring", name + ", which nobody has completed", Errno.ENODATA);
      }
      if (copy.get(ValueLayout.JAVA_LONG, 0) != MAGIC) {
        throw UnixException.of("ring", name + ", which is no ring", Errno.EPROTO);
      }
      var version = copy.get(ValueLayout.JAVA_INT, VERSION_AT);
      if (version != VERSION) {
        var versions = name + ", of version " + version + "; this is version " + VERSION;
        throw UnixException.of("ring", versions, Errno.EPROTONOSUPPORT);
      }
      var settings = settings(copy, name);
      var size = FileSize.of(fd);
      if (size < fileSize(settings)) {
        var sizes = name + ", " + size + " bytes and not " + fileSize(settings);
        throw UnixException.of("ring", sizes, Errno.EPROTO);
      }
      return settings;
    }
  }

  private static RingSettings settings(MemorySegment copy, String name) throws UnixException {
    var capacity = copy.get(ValueLayout.JAVA_LONG, CAPACITY);
    var producers = copy.get(ValueLayout.JAVA_INT, PRODUCERS);
    var consumers = copy.get(ValueLayout.JAVA_INT, CONSUMERS);
    if (copy.get(ValueLayout.JAVA_INT, DATA_AT) != DATA
        || copy.get(ValueLayout.JAVA_INT, ALIGNED) != ALIGNMENT
        || capacity < RingSettings.SMALLEST
        || capacity > RingSettings.LARGEST
        || Long.bitCount(capacity) != 1
        || copy.get(ValueLayout.JAVA_INT, LONGEST) != capacity / 8 - HEADER
        || producers < ONE
        || producers > MANY
        || consumers < ONE
        || consumers > MANY) {
      var what = name + ", of version " + VERSION + " like this, but of another layout";
      throw UnixException.of("ring", what, Errno.EPROTO);
    }
    return new RingSettings(
        (int) capacity,
        producers == ONE ? Producers.ONE : Producers.MANY,
        consumers == ONE ? Consumers.ONE : Consumers.EACH);
  }
}
