package dev.rohrpost.xdr;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Writes items one after the other into memory that grows as needed and is used again.
///
/// Large opaque data are not copied: they are parts of their own in [#parts], for a write that
/// gathers.
public final class XdrWriter {
  private static final int FIRST_ROOM = 512;
  private static final int SPARE = 4096;

  private final long limit;
  private MemorySegment room = Arena.ofAuto().allocate(FIRST_ROOM, 8);

  /// The slice that was asked for last: messages of one kind have the same length.
  private MemorySegment whole = MemorySegment.NULL;

  private long position;
  private int depth;

  /// Data that are not copied, and where in the room each one belongs.
  private Opaque[] outside = new Opaque[4];

  private long[] places = new long[4];
  private int outsiders;
  private long outsideBytes;

  private XdrWriter(long limit) {
    this.limit = limit;
  }

  /// Makes a writer without a limit of its own.
  ///
  /// @return the writer
  public static XdrWriter create() {
    return new XdrWriter(Integer.MAX_VALUE);
  }

  /// Makes a writer with a limit.
  ///
  /// @param limit how many bytes may be written; for more a [LimitException] is thrown
  /// @return the writer
  public static XdrWriter withLimit(long limit) {
    return new XdrWriter(limit);
  }

  /// More was to be written than there may be.
  public static final class LimitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    LimitException(long limit) {
      super("more than " + limit + " bytes");
    }
  }

  /// Forgets everything that was written.
  public void clear() {
    truncate(0);
  }

  /// Forgets what was written after a place.
  ///
  /// @param size what [#size()] was there
  public void truncate(long size) {
    while (outsiders > 0 && size < places[outsiders - 1] + outsideBytes) {
      var last = outside[--outsiders];
      outsideBytes -= last.size();
      outside[outsiders] = Opaque.EMPTY;
    }
    position = size - outsideBytes;
    depth = 0;
  }

  /// {@return how many bytes were written}
  public long size() {
    return position + outsideBytes;
  }

  /// Writes a signed number of 32 bits.
  ///
  /// @param value what to write
  public void putInt(int value) {
    room(4).set(XdrReader.INT, position, value);
    position += 4;
  }

  /// Writes a number of 32 bits over one that was written before any large opaque data.
  ///
  /// @param value what to write
  /// @param at how many bytes were written before it
  public void setInt(long at, int value) {
    room.set(XdrReader.INT, at, value);
  }

  /// Writes an unsigned number of 32 bits.
  ///
  /// @param value what to write
  /// @throws IllegalArgumentException if it is negative or above 4,294,967,295
  public void putUnsignedInt(long value) {
    if (value >>> 32 != 0) {
      throw new IllegalArgumentException(value + " is no unsigned int");
    }
    putInt((int) value);
  }

  /// Writes a number of 64 bits.
  ///
  /// @param value what to write
  public void putLong(long value) {
    room(8).set(XdrReader.LONG, position, value);
    position += 8;
  }

  /// Writes a truth value.
  ///
  /// @param value what to write
  public void putBoolean(boolean value) {
    putInt(value ? 1 : 0);
  }

  /// Writes a number of 32 bits with a point, all bits as they are.
  ///
  /// @param value what to write
  public void putFloat(float value) {
    putInt(Float.floatToRawIntBits(value));
  }

  /// Writes a number of 64 bits with a point, all bits as they are.
  ///
  /// @param value what to write
  public void putDouble(double value) {
    putLong(Double.doubleToRawLongBits(value));
  }

  /// Writes opaque data of a fixed length.
  ///
  /// @param value what to write
  /// @param length in bytes
  /// @throws IllegalArgumentException if they have another length
  public void putFixedOpaque(Opaque value, int length) {
    if (value.size() != length) {
      throw new IllegalArgumentException(value.size() + " bytes in place of " + length);
    }
    putBytes(value);
  }

  /// Writes opaque data with their length.
  ///
  /// @param value what to write
  /// @param bound how long they may be, in bytes
  /// @throws IllegalArgumentException if they are longer
  public void putOpaque(Opaque value, long bound) {
    putCount(value.size(), bound);
    putBytes(value);
  }

  /// Writes a text.
  ///
  /// @param value what to write
  /// @param bound how long it may be, in bytes of UTF-8
  /// @throws IllegalArgumentException if it is longer, or has half of a surrogate pair
  public void putString(String value, long bound) {
    var utf8 = Xdr.utf8(value);
    putCount(utf8.length, bound);
    var at = padded(utf8.length);
    MemorySegment.copy(utf8, 0, room, ValueLayout.JAVA_BYTE, at, utf8.length);
  }

  /// Writes how many elements follow.
  ///
  /// @param count how many
  /// @param bound how many there may be
  /// @throws IllegalArgumentException if there are more
  public void putCount(int count, long bound) {
    if (count > bound) {
      throw new IllegalArgumentException("length " + count + " above the bound " + bound);
    }
    putInt(count);
  }

  /// Goes into a value of a type that can contain itself.
  ///
  /// @throws IllegalArgumentException if [XdrReader#DEPTH] of them lie within each other: no peer
  ///   could read them
  public void enter() {
    if (++depth > XdrReader.DEPTH) {
      throw new IllegalArgumentException(
          "more than " + XdrReader.DEPTH + " values within each other");
    }
  }

  /// Goes out of it again.
  public void leave() {
    depth--;
  }

  private void putBytes(Opaque value) {
    var length = value.size();
    if (length >= Opaque.VIEW && value.segment().isNative()) {
      check(length + 3L);
      if (outsiders == outside.length) {
        outside = Arrays.copyOf(outside, 2 * outsiders);
        places = Arrays.copyOf(places, 2 * outsiders);
      }
      outside[outsiders] = value;
      places[outsiders++] = position;
      outsideBytes += length;
      fill(-length & 3);
    } else {
      var at = padded(length); // may change the room
      MemorySegment.copy(value.segment(), 0, room, at, length);
    }
  }

  /// Makes room for bytes and their padding, which is zero.
  ///
  /// @return where the bytes go
  private long padded(int length) {
    room(length + 3L);
    var at = position;
    position += length;
    fill(-length & 3);
    return at;
  }

  private void fill(int zeros) {
    room(zeros);
    for (var i = 0; i < zeros; i++) {
      room.set(ValueLayout.JAVA_BYTE, position++, (byte) 0);
    }
  }

  private MemorySegment room(long more) {
    if (position + more > room.byteSize() || size() + more > limit) {
      grow(more);
    }
    return room;
  }

  private void check(long more) {
    if (size() + more - (more & 3) > limit) {
      throw new LimitException(limit);
    }
  }

  private void grow(long more) {
    check(more);
    if (position + more > room.byteSize()) {
      var size = Math.max(2 * room.byteSize(), position + more + SPARE);
      var larger = Arena.ofAuto().allocate(size, 8);
      MemorySegment.copy(room, 0, larger, 0, position);
      room = larger;
    }
  }

  /// {@return the number of parts: 1 where no large opaque data were written}
  public int partCount() {
    return 2 * outsiders + 1;
  }

  /// What takes parts, such as a write that gathers.
  @FunctionalInterface
  public interface Parts {
    /// Takes the next part.
    ///
    /// @param memory where it lies
    /// @param from where in it the part begins
    /// @param count how many bytes it has; there may be none
    void add(MemorySegment memory, long from, long count);
  }

  /// Tells where the bytes lie, in parts that follow each other. They stay valid until the writer
  /// is used again.
  ///
  /// @param parts what is told: [#partCount()] of them
  public void parts(Parts parts) {
    long from = 0;
    for (var i = 0; i < outsiders; i++) {
      parts.add(room, from, places[i] - from);
      parts.add(outside[i].segment(), 0, outside[i].size());
      from = places[i];
    }
    parts.add(room, from, position - from);
  }

  /// {@return all bytes as they follow each other: where they lie, or a copy if there are large
  /// opaque data among them; valid until the writer is used again}
  public MemorySegment contiguous() {
    if (outsiders > 0) {
      return copied(Arena.ofAuto().allocate(size(), 8));
    }
    if (whole.byteSize() != position || whole.address() != room.address()) {
      whole = room.asSlice(0, position);
    }
    return whole;
  }

  private MemorySegment copied(MemorySegment into) {
    parts(
        new Parts() {
          private long at;

          @Override
          public void add(MemorySegment memory, long from, long count) {
            MemorySegment.copy(memory, from, into, at, count);
            at += count;
          }
        });
    return into;
  }

  /// {@return how much memory it has, in bytes}
  public long capacity() {
    return room.byteSize();
  }

  /// {@return the bytes, copied together}
  public byte[] toArray() {
    var all = new byte[Math.toIntExact(size())];
    var _ = copied(MemorySegment.ofArray(all));
    return all;
  }

  @Override
  public String toString() {
    return size() + " bytes of XDR";
  }
}
