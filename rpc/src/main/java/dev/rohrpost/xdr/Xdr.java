package dev.rohrpost.xdr;

import java.lang.foreign.MemorySegment;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Whole values to bytes and back, and the codecs of the types that XDR has itself.
public final class Xdr {
  /// The bound of what has none: lengths are unsigned numbers of 32 bits.
  public static final long UNBOUNDED = 0xffff_ffffL;

  /// Nothing: no byte.
  public static final XdrCodec<@Nullable Void> VOID = codec((_, _) -> {}, _ -> null);

  /// `int`.
  public static final XdrCodec<Integer> INT = codec(XdrWriter::putInt, XdrReader::getInt);

  /// `unsigned int`.
  public static final XdrCodec<Long> UNSIGNED_INT =
      codec(XdrWriter::putUnsignedInt, XdrReader::getUnsignedInt);

  /// `hyper`, and `unsigned hyper` as its bits.
  public static final XdrCodec<Long> HYPER = codec(XdrWriter::putLong, XdrReader::getLong);

  /// `bool`.
  public static final XdrCodec<Boolean> BOOL = codec(XdrWriter::putBoolean, XdrReader::getBoolean);

  /// `float`.
  public static final XdrCodec<Float> FLOAT = codec(XdrWriter::putFloat, XdrReader::getFloat);

  /// `double`.
  public static final XdrCodec<Double> DOUBLE = codec(XdrWriter::putDouble, XdrReader::getDouble);

  private Xdr() {}

  /// Writes a value of a type.
  ///
  /// @param <T> the type
  @FunctionalInterface
  public interface Encoder<T extends @Nullable Object> {
    /// As [XdrCodec#encode].
    ///
    /// @param out where to
    /// @param value what to write
    void encode(XdrWriter out, T value);
  }

  /// Reads a value of a type.
  ///
  /// @param <T> the type
  @FunctionalInterface
  public interface Decoder<T extends @Nullable Object> {
    /// As [XdrCodec#decode].
    ///
    /// @param in where from
    /// @return the value
    /// @throws XdrException if the bytes are no such value
    T decode(XdrReader in) throws XdrException;
  }

  /// Joins the two directions of a codec.
  ///
  /// @param <T> the type
  /// @param encoder writes
  /// @param decoder reads
  /// @return the codec
  public static <T extends @Nullable Object> XdrCodec<T> codec(
      Encoder<T> encoder, Decoder<T> decoder) {
    return new XdrCodec<>() {
      @Override
      public void encode(XdrWriter out, T value) {
        encoder.encode(out, value);
      }

      @Override
      public T decode(XdrReader in) throws XdrException {
        return decoder.decode(in);
      }
    };
  }

  /// Bytes that are XDR already, a multiple of four of them: they are written as they are, and read
  /// to the end. For those who pass values on without knowing their type.
  public static final XdrCodec<Opaque> ENCODED =
      codec(
          (out, bytes) -> out.putFixedOpaque(bytes, bytes.size()),
          in -> in.getFixedOpaque(Math.toIntExact(in.remaining())).copy());

  /// The codec of `opaque<bound>`.
  ///
  /// @param bound in bytes
  /// @return the codec
  public static XdrCodec<Opaque> opaque(long bound) {
    return codec((out, value) -> out.putOpaque(value, bound), in -> in.getOpaque(bound));
  }

  /// The codec of `string<bound>`.
  ///
  /// @param bound in bytes of UTF-8
  /// @return the codec
  public static XdrCodec<String> string(long bound) {
    return codec((out, value) -> out.putString(value, bound), in -> in.getString(bound));
  }

  /// Writes a whole value.
  ///
  /// @param <T> the type
  /// @param value what to write
  /// @param codec how
  /// @return the bytes
  /// @throws IllegalArgumentException as [XdrCodec#encode]
  public static <T extends @Nullable Object> byte[] encode(T value, XdrCodec<T> codec) {
    var out = XdrWriter.create();
    codec.encode(out, value);
    return out.toArray();
  }

  /// Reads a whole value, which must be exact: nothing may be left, and padding must be zero.
  ///
  /// @param <T> the type
  /// @param bytes what to read
  /// @param codec how
  /// @return the value
  /// @throws XdrException if the bytes are no such value
  public static <T extends @Nullable Object> T decode(byte[] bytes, XdrCodec<T> codec)
      throws XdrException {
    return decode(MemorySegment.ofArray(bytes), codec);
  }

  /// Reads a whole value from memory, as exactly.
  ///
  /// @param <T> the type
  /// @param bytes what to read
  /// @param codec how
  /// @return the value
  /// @throws XdrException if the bytes are no such value
  public static <T extends @Nullable Object> T decode(MemorySegment bytes, XdrCodec<T> codec)
      throws XdrException {
    var in = XdrReader.strict(bytes);
    var value = codec.decode(in);
    in.end();
    return value;
  }

  /// Returns the bytes of a text.
  ///
  /// @throws IllegalArgumentException if it has half of a surrogate pair
  static byte[] utf8(String text) {
    return utf8(text, "");
  }

  /// As above, with what stands before the message.
  static byte[] utf8(String text, String where) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      if (b == '?') { // also what takes the place of half a pair
        return exactly(text, where);
      }
    }
    return bytes;
  }

  private static byte[] exactly(String text, String where) {
    try {
      var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      var array = new byte[bytes.remaining()];
      bytes.get(array);
      return array;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(where + "a string with half of a surrogate pair", e);
    }
  }
}
