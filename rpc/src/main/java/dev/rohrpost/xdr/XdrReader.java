package dev.rohrpost.xdr;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads items one after the other. Nothing is believed: a length is compared with its bound and
/// with what is left before anything is allocated for it.
public final class XdrReader {
  /// How many bytes are allocated at the most for each byte that is read: a list of a million empty
  /// elements takes four bytes each to send, and a reference and an object each to keep.
  public static final int AMPLIFICATION = 32;

  /// How deep types that contain themselves may be nested.
  public static final int DEPTH = 500;

  /// How many elements that take no bytes there may be in all arrays together: nothing else would
  /// limit them.
  public static final int EMPTY_ELEMENTS = 65_536;

  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /// Texts up to this length are read by way of memory that is used again.
  private static final int SHORT = 64;

  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] scratch = new byte[SHORT];
  private MemorySegment bytes = MemorySegment.NULL;
  private long start;
  private long position;
  private long end;
  private int depth;
  private int empties;
  private final boolean strict;
  private Opaque.@Nullable Lease lease;

  private XdrReader(boolean strict) {
    this.strict = strict;
  }

  /// Reads as the wire is read: padding may have any value, as others do not look at it.
  ///
  /// @param bytes what to read; stays the caller's
  /// @return the reader
  public static XdrReader of(MemorySegment bytes) {
    var reader = new XdrReader(false);
    reader.reset(bytes, null);
    return reader;
  }

  /// Reads what must be exact: padding that is not zero is an error.
  ///
  /// @param bytes what to read; stays the caller's
  /// @return the reader
  public static XdrReader strict(MemorySegment bytes) {
    var reader = new XdrReader(true);
    reader.reset(bytes, null);
    return reader;
  }

  /// Begins anew with other bytes.
  ///
  /// @param next what to read now; stays the caller's
  /// @param views for large opaque data that are not copied, how long they are valid; null if all
  ///   are copied
  public void reset(MemorySegment next, Opaque.@Nullable Lease views) {
    reset(next, 0, next.byteSize(), views);
  }

  /// Begins anew with a part of other bytes.
  ///
  /// @param next what to read now; stays the caller's
  /// @param from where in it to begin
  /// @param to where in it to end
  /// @param views as above
  public void reset(MemorySegment next, long from, long to, Opaque.@Nullable Lease views) {
    var _ = Objects.checkFromToIndex(from, to, next.byteSize());
    bytes = next;
    start = from;
    position = from;
    end = to;
    depth = 0;
    empties = 0;
    lease = views;
  }

  /// {@return how many bytes have been read}
  public long offset() {
    return position - start;
  }

  /// {@return how many bytes are left}
  public long remaining() {
    return end - position;
  }

  /// Reads a signed number of 32 bits.
  ///
  /// @return the number
  /// @throws XdrException if the bytes end before
  public int getInt() throws XdrException {
    return bytes.get(INT, take(4));
  }

  /// Reads a number that must be within limits, such as those of `short` or `char`.
  ///
  /// @param lowest what it is at least
  /// @param highest what it is at most
  /// @return the number
  /// @throws XdrException also if it is not within them
  public int getInt(int lowest, int highest) throws XdrException {
    var value = getInt();
    if (value < lowest || value > highest) {
      throw new XdrException(value + " is not in " + lowest + " to " + highest, offset() - 4);
    }
    return value;
  }

  /// Reads an unsigned number of 32 bits.
  ///
  /// @return the number
  /// @throws XdrException if the bytes end before
  public long getUnsignedInt() throws XdrException {
    return Integer.toUnsignedLong(getInt());
  }

  /// Reads a number of 64 bits; one that is unsigned is its bits.
  ///
  /// @return the number
  /// @throws XdrException if the bytes end before
  public long getLong() throws XdrException {
    return bytes.get(LONG, take(8));
  }

  /// Reads a truth value.
  ///
  /// @return the truth value
  /// @throws XdrException if it is neither 0 nor 1, or the bytes end before
  public boolean getBoolean() throws XdrException {
    var value = getInt();
    if ((value & ~1) != 0) {
      throw new XdrException("a bool of " + value, offset() - 4);
    }
    return value == 1;
  }

  /// Reads a number of 32 bits with a point.
  ///
  /// @return the number
  /// @throws XdrException if the bytes end before
  public float getFloat() throws XdrException {
    return Float.intBitsToFloat(getInt());
  }

  /// Reads a number of 64 bits with a point.
  ///
  /// @return the number
  /// @throws XdrException if the bytes end before
  public double getDouble() throws XdrException {
    return Double.longBitsToDouble(getLong());
  }

  /// Reads opaque data of a fixed length.
  ///
  /// @param length in bytes
  /// @return the data
  /// @throws XdrException if the bytes end before
  public Opaque getFixedOpaque(int length) throws XdrException {
    var at = take(length);
    pad(length);
    return Opaque.of(bytes, at, length, lease);
  }

  /// Reads opaque data, as long as the sender wants them to be.
  ///
  /// @param bound how long they may be, in bytes
  /// @return the data
  /// @throws XdrException if they are longer than the bound or what is left
  public Opaque getOpaque(long bound) throws XdrException {
    return getFixedOpaque(getCount(bound, 1));
  }

  /// Goes past opaque data.
  ///
  /// @param bound how long they may be, in bytes
  /// @throws XdrException if they are longer than the bound or what is left
  public void skipOpaque(long bound) throws XdrException {
    var length = getCount(bound, 1);
    var _ = take(length);
    pad(length);
  }

  /// Reads a text.
  ///
  /// @param bound how long it may be, in bytes of UTF-8
  /// @return the text
  /// @throws XdrException also if it is not UTF-8
  public String getString(long bound) throws XdrException {
    var length = getCount(bound, 1);
    var at = take(length);
    pad(length);
    var utf8 = length <= SHORT ? scratch : new byte[length];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, utf8, 0, length);
    var text = new String(utf8, 0, length, StandardCharsets.UTF_8);
    // what stands for bytes that are not UTF-8, or for itself
    return text.indexOf(REPLACEMENT) < 0 ? text : decoded(utf8, length, at - start);
  }

  private static String decoded(byte[] utf8, int length, long at) throws XdrException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(utf8, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      var fault = new XdrException("a string that is not UTF-8", at);
      fault.initCause(e);
      throw fault;
    }
  }

  /// Reads how many elements follow.
  ///
  /// @param bound how many there may be
  /// @param smallest how many bytes an element takes at least
  /// @return the number: there is room for them in what is left
  /// @throws XdrException if it is above the bound, or above what is left
  public int getCount(long bound, int smallest) throws XdrException {
    var count = getUnsignedInt();
    if (count > bound) {
      throw new XdrException("length " + count + " above the bound " + bound, offset() - 4);
    }
    var most = smallest == 0 ? EMPTY_ELEMENTS - empties : remaining() / smallest;
    if (count > most) {
      throw new XdrException(
          "length " + count + " with " + remaining() + " bytes left", offset() - 4);
    }
    empties += smallest == 0 ? (int) count : 0;
    return (int) count;
  }

  /// Checks that something can be there, before memory is allocated for it.
  ///
  /// @param least how many bytes it takes at least
  /// @throws XdrException if less is left
  public void need(long least) throws XdrException {
    if (least > remaining()) {
      throw new XdrException(
          "the end, " + (least - remaining()) + " bytes too soon", offset() + remaining());
    }
  }

  /// Goes into a value of a type that can contain itself.
  ///
  /// @throws XdrException if [#DEPTH] of them lie within each other
  public void enter() throws XdrException {
    if (++depth > DEPTH) {
      throw new XdrException("more than " + DEPTH + " values within each other", offset());
    }
  }

  /// Goes out of it again.
  public void leave() {
    depth--;
  }

  /// Makes the fault of a number that a type does not have: the one that was read last.
  ///
  /// @param type what was read
  /// @return the exception, to be thrown
  public XdrException unknown(String type) {
    var number = bytes.get(INT, position - 4);
    return new XdrException("no " + type + " has the number " + number, offset() - 4);
  }

  /// Checks that everything was read.
  ///
  /// @throws XdrException if something is left
  public void end() throws XdrException {
    if (remaining() > 0) {
      throw new XdrException(remaining() + " bytes too many", offset());
    }
  }

  private long take(long length) throws XdrException {
    var at = position;
    if (length > end - at) {
      throw new XdrException("the end, " + (length - remaining()) + " bytes too soon", offset());
    }
    position = at + length;
    return at;
  }

  private void pad(int length) throws XdrException {
    var padding = -length & 3;
    var at = take(padding);
    if (strict) {
      for (var i = 0; i < padding; i++) {
        if (bytes.get(ValueLayout.JAVA_BYTE, at + i) != 0) {
          throw new XdrException("padding that is not zero", at + i - start);
        }
      }
    }
  }
}
