package dev.rohrpost.dbus.wire;

import static dev.rohrpost.dbus.wire.Limits.aligned;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A place in the bytes of a message, up to which they have been read. Nothing behind its limit is
/// seen.
final class Cursor {
  /// Texts up to this length are read by way of memory that is used again.
  private static final int SHORT = 1024;

  private byte @Nullable [] scratch;

  /// The memory, if it is an array.
  private byte @Nullable [] array;

  private MemorySegment memory = MemorySegment.NULL;
  private long base;
  private long position;
  private long limit;
  private boolean isBig;

  Cursor() {}

  void begin(MemorySegment bytes, long start, long from, long to, boolean big) {
    memory = bytes;
    array = bytes.heapBase().orElse(null) instanceof byte[] all ? all : null;
    base = start;
    position = from;
    limit = to;
    isBig = big;
  }

  MemorySegment memory() {
    return memory;
  }

  boolean isBig() {
    return isBig;
  }

  /// Where the next byte is, from the beginning of the message.
  long position() {
    return position;
  }

  long limit() {
    return limit;
  }

  void setLimit(long next) {
    limit = next;
  }

  /// Where in the memory the bytes lie that were read last.
  long before(long length) {
    return base + position - length;
  }

  /// Goes over the padding, which has to be zero, and the bytes after it.
  ///
  /// @return where in the memory these are
  long take(int alignment, long size) throws WireException {
    var at = aligned(position, alignment);
    if (at + size > limit) {
      throw wrong(Rule.END, size + " bytes needed, " + (limit - position) + " left");
    }
    for (; position < at; position++) {
      if (memory.get(Limits.BYTE, base + position) != 0) {
        throw wrong(Rule.PADDING, "another byte");
      }
    }
    position = at + size;
    return base + at;
  }

  int uint8() throws WireException {
    return memory.get(Limits.BYTE, take(1, 1)) & 0xff;
  }

  short int16() throws WireException {
    var value = memory.get(Limits.SHORT, take(2, 2));
    return isBig ? Short.reverseBytes(value) : value;
  }

  int int32() throws WireException {
    var value = memory.get(Limits.INT, take(4, 4));
    return isBig ? Integer.reverseBytes(value) : value;
  }

  long uint32() throws WireException {
    return Integer.toUnsignedLong(int32());
  }

  long int64() throws WireException {
    var value = memory.get(Limits.LONG, take(8, 8));
    return isBig ? Long.reverseBytes(value) : value;
  }

  /// Goes over a text with its length in four bytes, and its NUL.
  ///
  /// @return its length without the NUL
  int textLength() throws WireException {
    var length = uint32();
    if (length + 1 > limit - position) {
      throw new WireException(
          Rule.END,
          "a text of " + length + " bytes, " + (limit - position) + " left",
          position - 4);
    }
    position += length + 1;
    return (int) length;
  }

  /// Goes over a signature: its length in one byte, and its NUL.
  ///
  /// @return its length without the NUL
  int signatureLength() throws WireException {
    var length = uint8();
    var _ = take(1, length + 1L);
    return length;
  }

  /// Makes a text of the bytes that were gone over last.
  String text(int length) throws WireException {
    var charset = checkText(length) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    var at = before(length + 1L);
    if (array != null) {
      return new String(array, (int) (memory.address() + at), length, charset);
    }
    var bytes = length <= SHORT ? scratch() : new byte[length];
    MemorySegment.copy(memory, Limits.BYTE, at, bytes, 0, length);
    return new String(bytes, 0, length, charset);
  }

  private byte[] scratch() {
    if (scratch == null) {
      scratch = new byte[SHORT];
    }
    return scratch;
  }

  /// Checks the text that was gone over last.
  ///
  /// @return whether it is ASCII
  boolean checkText(int length) throws WireException {
    var at = before(length + 1L);
    if (memory.get(Limits.BYTE, at + length) != 0) {
      throw new WireException(Rule.TEXT, "no NUL at the end", position - 1);
    }
    var checked = Utf8.check(memory, at, at + length);
    if (checked >= 0 && checked != Utf8.OTHERS) {
      throw new WireException(
          Rule.TEXT,
          "byte 0x" + Integer.toHexString(memory.get(Limits.BYTE, checked) & 0xff),
          checked - base);
    }
    return checked == Utf8.ASCII;
  }

  /// Finds what was made before of the text that was gone over last, or makes it.
  <T> T recent(Recent<T> kept, int length) throws WireException {
    var at = before(length + 1L);
    var found = kept.find(memory, at, length);
    if (found != null && memory.get(Limits.BYTE, at + length) == 0) {
      return found;
    }
    var text = text(length);
    try {
      return kept.keep(memory, at, length, text);
    } catch (IllegalArgumentException e) {
      throw new WireException(kept.rule(), String.valueOf(e.getMessage()), at - base);
    }
  }

  /// Reads the length of an array and the padding in front of its first element.
  long arrayLength(int alignment) throws WireException {
    var length = uint32();
    var at = position - 4;
    if (length > Limits.MOST_ARRAY) {
      throw new WireException(Rule.ARRAY_LENGTH, length + " bytes", at);
    }
    var _ = take(alignment, 0);
    if (length > limit - position) {
      throw new WireException(
          Rule.END, "an array of " + length + " bytes, " + (limit - position) + " left", at);
    }
    return length;
  }

  /// Goes over an array whose elements have a fixed size.
  ///
  /// @return how many there are
  int elements(int size) throws WireException {
    var length = arrayLength(size);
    if (length % size != 0) {
      throw wrong(Rule.ARRAY_ELEMENTS, length + " bytes in elements of " + size);
    }
    position += length;
    return (int) (length / size);
  }

  WireException wrong(Rule rule, String found) {
    return new WireException(rule, found, position);
  }
}
