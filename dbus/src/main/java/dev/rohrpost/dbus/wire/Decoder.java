package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Fd;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the arguments of messages, one message after the other, from where they lie. Each is read
/// by the method of its type, in the order of the signature; [#end] says that these were all.
///
/// Arrays are read with [#beginArray], elements as long as [#hasMore], and [#endArray].
public final class Decoder {
  /// How many bytes are allocated at the most for each byte that is read: a signature of 255 bytes
  /// may list 85 structs.
  public static final int AMPLIFICATION = 128;

  private final Cursor in = new Cursor();
  private @Nullable Recent<Signature> signatures;

  /// The ends of what is around the arrays that are open.
  private final long[] ends = new long[Limits.MOST_DEPTH + 1];

  private int depth;
  private List<Fd> descriptors = List.of();
  private long handles;

  /// Which descriptors were read; null if none was.
  private @Nullable BitSet read;

  private Decoder() {}

  /// Makes a decoder.
  ///
  /// @return the decoder
  public static Decoder create() {
    return new Decoder();
  }

  /// Begins with the arguments of a message.
  ///
  /// @param header of the message, as it was read
  /// @param bytes in which the message lies; it stays the caller's
  /// @param start where in them the message begins
  /// @param fds the descriptors that came with the message; those that are read are of this list
  /// @throws WireException if fewer descriptors came than the header says
  public void begin(Header header, MemorySegment bytes, long start, List<Fd> fds)
      throws WireException {
    if (fds.size() < header.descriptorCount()) {
      throw new WireException(
          Rule.DESCRIPTORS, header.descriptorCount() + " expected, " + fds.size() + " came", 0);
    }
    var to = header.bodyOffset() + header.bodyLength();
    begin(bytes, start, header.bodyOffset(), to, header.isBig);
    descriptors = fds;
    read = null;
    handles = header.descriptorCount();
  }

  /// Begins in the middle of a message, where descriptors are not known.
  void begin(MemorySegment bytes, long start, long from, long to, boolean big) {
    in.begin(bytes, start, from, to, big);
    depth = 0;
    descriptors = List.of();
    handles = Long.MAX_VALUE;
  }

  /// Checks that everything was read.
  ///
  /// @throws WireException if something is left
  public void end() throws WireException {
    if (hasMore()) {
      throw in.wrong(Rule.TRAILING, left());
    }
  }

  private String left() {
    return in.limit() - in.position() + " bytes are left";
  }

  /// {@return where the next byte is, from the beginning of the message}
  public long offset() {
    return in.position();
  }

  /// Reads `y`.
  ///
  /// @return from 0 to 255
  /// @throws WireException if the bytes break a rule
  public int uint8() throws WireException {
    return in.uint8();
  }

  /// Reads `b`.
  ///
  /// @return the truth
  /// @throws WireException if the bytes break a rule
  public boolean bool() throws WireException {
    var value = int32();
    if (value >>> 1 != 0) {
      throw new WireException(Rule.BOOLEAN, Integer.toUnsignedString(value), in.position() - 4);
    }
    return value != 0;
  }

  /// Reads `n`.
  ///
  /// @return the number
  /// @throws WireException if the bytes break a rule
  public short int16() throws WireException {
    return in.int16();
  }

  /// Reads `q`.
  ///
  /// @return from 0 to 65,535
  /// @throws WireException if the bytes break a rule
  public int uint16() throws WireException {
    return int16() & 0xffff;
  }

  /// Reads `i`.
  ///
  /// @return the number
  /// @throws WireException if the bytes break a rule
  public int int32() throws WireException {
    return in.int32();
  }

  /// Reads `u`.
  ///
  /// @return from 0 to 4,294,967,295
  /// @throws WireException if the bytes break a rule
  public long uint32() throws WireException {
    return Integer.toUnsignedLong(int32());
  }

  /// Reads `x`, or the bits of `t`.
  ///
  /// @return the number
  /// @throws WireException if the bytes break a rule
  public long int64() throws WireException {
    return in.int64();
  }

  /// Reads `d`.
  ///
  /// @return the number, all bits as they are
  /// @throws WireException if the bytes break a rule
  public double float64() throws WireException {
    return Double.longBitsToDouble(int64());
  }

  /// Reads `s`.
  ///
  /// @return the text
  /// @throws WireException if the bytes break a rule
  public String text() throws WireException {
    return in.text(in.textLength());
  }

  /// Reads `s` that is one of few.
  <T> T recent(Recent<T> kept) throws WireException {
    return in.recent(kept, in.textLength());
  }

  /// Reads `o`.
  ///
  /// @return the path
  /// @throws WireException if the bytes break a rule
  public ObjectPath path() throws WireException {
    var at = in.position();
    try {
      return new ObjectPath(text());
    } catch (IllegalArgumentException e) {
      throw new WireException(Rule.NAME, String.valueOf(e.getMessage()), at);
    }
  }

  /// Reads `g`.
  ///
  /// @return the signature
  /// @throws WireException if the bytes break a rule
  public Signature signature() throws WireException {
    if (signatures == null) {
      signatures = Recent.signatures();
    }
    return in.recent(signatures, in.signatureLength());
  }

  /// Reads `h`.
  ///
  /// @return the descriptor; it belongs to the message, as long as nobody takes it over
  /// @throws WireException if the bytes break a rule, or the message has no such descriptor
  public Fd handle() throws WireException {
    var index = (int) handleIndex();
    if (read == null) {
      read = new BitSet();
    }
    read.set(index);
    return descriptors.get(index);
  }

  /// Closes the descriptors of the message that were not read: nobody will have them.
  public void closeUnread() {
    for (var i = 0; i < descriptors.size(); i++) {
      if (read == null || !read.get(i)) {
        descriptors.get(i).close();
      }
    }
  }

  /// Closes all descriptors of the message.
  public void closeDescriptors() {
    read = null;
    closeUnread();
  }

  long handleIndex() throws WireException {
    var index = uint32();
    if (index >= handles) {
      throw new WireException(
          Rule.DESCRIPTORS, "number " + index + " of " + handles, in.position() - 4);
    }
    return index;
  }

  /// Reads `v` with what it holds.
  ///
  /// @return what it holds
  /// @throws WireException if the bytes break a rule
  public Value variant() throws WireException {
    var type = beginVariant();
    var value = Contents.variant(this, type);
    endVariant();
    return value;
  }

  /// Reads a value of a type that is known only now.
  ///
  /// @param type its type
  /// @return the value, as the table of [dev.rohrpost.dbus.type] says
  /// @throws WireException if the bytes break a rule
  public Object value(Type type) throws WireException {
    return Contents.read(this, type);
  }

  /// Goes over a value, and checks it as if it were read. Allocates nothing.
  ///
  /// @param type its type
  /// @throws WireException if the bytes break a rule
  public void skip(Type type) throws WireException {
    Skipper.skip(this, type);
  }

  /// Begins an array, or a dictionary.
  ///
  /// @param alignment of its elements: what [Type#alignment()] says, 8 for a dictionary
  /// @return its length in bytes
  /// @throws WireException if the bytes break a rule
  public long beginArray(int alignment) throws WireException {
    enter();
    var length = in.arrayLength(alignment);
    ends[depth] = in.limit();
    in.setLimit(in.position() + length);
    return length;
  }

  /// {@return whether the array has more elements}
  public boolean hasMore() {
    return in.position() < in.limit();
  }

  /// Ends the array that was begun last.
  ///
  /// @throws WireException if it was not read to its end
  public void endArray() throws WireException {
    if (hasMore()) {
      throw in.wrong(Rule.ARRAY_ELEMENTS, left());
    }
    in.setLimit(ends[depth]);
    leave();
  }

  /// Begins a struct, or an entry of a dictionary.
  ///
  /// @throws WireException if the bytes break a rule
  public void beginStruct() throws WireException {
    enter();
    align(8);
  }

  /// Ends the struct, or the entry, that was begun last.
  public void endStruct() {
    leave();
  }

  /// Begins a variant.
  ///
  /// @return the type of the value that follows
  /// @throws WireException if the bytes break a rule
  public Type beginVariant() throws WireException {
    enter();
    var at = in.position();
    var types = signature().types();
    if (types.size() != 1) {
      throw new WireException(Rule.VARIANT, types.size() + " types", at);
    }
    return types.getFirst();
  }

  /// Ends the variant that was begun last.
  public void endVariant() {
    leave();
  }

  /// Reads a whole array, `ay`.
  ///
  /// @return a copy of its elements
  /// @throws WireException if the bytes break a rule
  public byte[] bytes() throws WireException {
    enter();
    var length = in.elements(1);
    var values = new byte[length];
    MemorySegment.copy(in.memory(), Limits.BYTE, in.before(length), values, 0, length);
    leave();
    return values;
  }

  /// Reads a whole array, `ay`, without a copy.
  ///
  /// @return where its elements lie: valid as long as the message
  /// @throws WireException if the bytes break a rule
  public MemorySegment bytesInPlace() throws WireException {
    enter();
    var length = in.elements(1);
    leave();
    return in.memory().asSlice(in.before(length), length).asReadOnly();
  }

  /// Reads a whole array, `ab`.
  ///
  /// @return its elements
  /// @throws WireException if the bytes break a rule
  public boolean[] booleans() throws WireException {
    enter();
    var values = Numbers.booleans(in);
    leave();
    return values;
  }

  /// Reads a whole array, `an`.
  ///
  /// @return its elements
  /// @throws WireException if the bytes break a rule
  public short[] int16s() throws WireException {
    enter();
    var values = Numbers.int16s(in);
    leave();
    return values;
  }

  /// Reads a whole array, `aq`.
  ///
  /// @return its elements
  /// @throws WireException if the bytes break a rule
  public int[] uint16s() throws WireException {
    enter();
    var values = Numbers.uint16s(in);
    leave();
    return values;
  }

  /// Reads a whole array, `ai`.
  ///
  /// @return its elements
  /// @throws WireException if the bytes break a rule
  public int[] int32s() throws WireException {
    enter();
    var values = Numbers.int32s(in);
    leave();
    return values;
  }

  /// Reads a whole array, `au`.
  ///
  /// @return its elements
  /// @throws WireException if the bytes break a rule
  public long[] uint32s() throws WireException {
    enter();
    var values = Numbers.uint32s(in);
    leave();
    return values;
  }

  /// Reads a whole array, `ax`, or the bits of `at`.
  ///
  /// @return its elements
  /// @throws WireException if the bytes break a rule
  public long[] int64s() throws WireException {
    enter();
    var values = Numbers.int64s(in);
    leave();
    return values;
  }

  /// Reads a whole array, `ad`.
  ///
  /// @return its elements
  /// @throws WireException if the bytes break a rule
  public double[] float64s() throws WireException {
    enter();
    var values = Numbers.float64s(in);
    leave();
    return values;
  }

  Cursor cursor() {
    return in;
  }

  /// Goes over padding, which has to be zero.
  void align(int alignment) throws WireException {
    var _ = in.take(alignment, 0);
  }

  void enter() throws WireException {
    if (++depth > Limits.MOST_DEPTH) {
      throw in.wrong(Rule.DEPTH, "more");
    }
  }

  void leave() {
    depth--;
  }
}
