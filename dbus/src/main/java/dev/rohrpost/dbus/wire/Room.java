package dev.rohrpost.dbus.wire;

import static dev.rohrpost.dbus.wire.Limits.aligned;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory that grows with what is written into it.
final class Room {
  /// How much is kept for small messages.
  private static final int SMALL = 16 << 10;

  private static final int FIRST = 1024;
  private static final long SPARE = 1024;

  /// Beside the message: the field in front of it that only messages with descriptors have.
  private static final long MOST = Limits.MOST_MESSAGE + HeaderWriter.DESCRIPTORS_FIELD;

  /// After so many small messages, memory that was needed for a large one is given back.
  private static final int PATIENCE = 64;

  private final boolean isBig;
  private MemorySegment memory = Arena.ofAuto().allocate(FIRST, 8);
  private long position;
  private int small;

  Room(boolean isBig) {
    this.isBig = isBig;
  }

  /// Forgets what was written.
  void restart(long at) {
    if (position > SMALL) {
      small = 0;
    } else if (memory.byteSize() > SMALL && ++small > PATIENCE) {
      memory = Arena.ofAuto().allocate(SMALL, 8);
    }
    position = at;
  }

  MemorySegment memory() {
    return memory;
  }

  long position() {
    return position;
  }

  boolean isBig() {
    return isBig;
  }

  void put(byte value) {
    var at = place(1, 1);
    memory.set(Limits.BYTE, at, value);
  }

  void put(short value) {
    var at = place(2, 2);
    memory.set(Limits.SHORT, at, isBig ? Short.reverseBytes(value) : value);
  }

  void put(int value) {
    setInt(place(4, 4), value);
  }

  void put(long value) {
    var at = place(8, 8);
    memory.set(Limits.LONG, at, isBig ? Long.reverseBytes(value) : value);
  }

  void setInt(long at, int value) {
    memory.set(Limits.INT, at, isBig ? Integer.reverseBytes(value) : value);
  }

  int getInt(long at) {
    return memory.get(isBig ? Limits.INT_BIG : Limits.INT, at);
  }

  /// Makes room for bytes at a multiple of an alignment; what is skipped is zero.
  ///
  /// @return where they go
  long place(int alignment, long size) {
    var at = aligned(position, alignment);
    if (at + size > memory.byteSize()) {
      grow(at + size);
    }
    while (position < at) {
      memory.set(Limits.BYTE, position++, (byte) 0);
    }
    position = at + size;
    return at;
  }

  /// Writes the length of an array whose elements have a fixed size, and makes room for them.
  ///
  /// @return where they go
  long elements(long count, int size) {
    if (count * size > Limits.MOST_ARRAY) {
      throw new IllegalArgumentException("an array of more than 64 MiB");
    }
    put((int) (count * size));
    return place(size, count * size);
  }

  private void grow(long needed) {
    if (needed > MOST) {
      throw tooLong();
    }
    var size = Math.min(MOST, Math.max(2 * memory.byteSize(), needed + SPARE));
    var larger = Arena.ofAuto().allocate(size, 8);
    MemorySegment.copy(memory, 0, larger, 0, position);
    memory = larger;
  }

  static IllegalArgumentException tooLong() {
    return new IllegalArgumentException("a message of more than 128 MiB");
  }
}
