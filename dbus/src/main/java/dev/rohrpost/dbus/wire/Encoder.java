package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Fd;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Writes messages, one after the other, into memory that grows as needed and is used again.
///
/// Arguments follow [#begin] in the order of the signature, each by the method of its type. What
/// may not be sent is an `IllegalArgumentException`; the message that was begun is then of no use,
/// and [#begin] starts the next one.
public final class Encoder {
  /// Where a message begins that has no descriptors. In front of it is space for the field that
  /// tells their number, which is known only at the end.
  private static final int START = HeaderWriter.DESCRIPTORS_FIELD;

  private final Room room;
  private final ArrayList<Fd> descriptors = new ArrayList<>(0);
  private final List<Fd> visibleDescriptors = Collections.unmodifiableList(descriptors);

  /// Where the lengths lie of the arrays that are open, and where their elements begin.
  private final long[] lengths = new long[Limits.MOST_DEPTH];

  private final long[] starts = new long[Limits.MOST_DEPTH];

  /// The slice that was asked for last: messages of one kind have the same length.
  private MemorySegment whole = MemorySegment.NULL;

  private long start = START;
  private long body = START;
  private int depth;

  private Encoder(boolean isBig) {
    room = new Room(isBig);
  }

  /// Makes an encoder that writes the least significant byte first, as nearly all processors do.
  ///
  /// @return the encoder
  public static Encoder create() {
    return new Encoder(false);
  }

  /// Makes an encoder with an order of bytes.
  ///
  /// @param order of the bytes in numbers
  /// @return the encoder
  public static Encoder withOrder(ByteOrder order) {
    return new Encoder(order == ByteOrder.BIG_ENDIAN);
  }

  /// Begins a message; forgets the one before.
  ///
  /// @param header of the message
  /// @throws IllegalArgumentException if the header lacks a field that its type needs
  public void begin(Header header) {
    header.checkComplete();
    descriptors.clear();
    depth = 0;
    start = START;
    room.restart(START);
    HeaderWriter.write(header, this, room.isBig());
    body = room.position();
  }

  /// Ends the message: afterwards it can be sent.
  ///
  /// @return the whole message, valid until the next one is begun
  /// @throws IllegalArgumentException if it is longer than 128 MiB
  /// @throws IllegalStateException if an array, a struct or a variant is open
  public MemorySegment end() {
    if (depth != 0) {
      throw new IllegalStateException(depth + " containers are open");
    }
    room.setInt(start + 4, (int) (room.position() - body));
    if (!descriptors.isEmpty() && start == START) {
      HeaderWriter.insertDescriptors(room, START, descriptors.size());
      start = 0;
    }
    var size = size();
    if (size > Limits.MOST_MESSAGE) {
      throw Room.tooLong();
    }
    if (whole.byteSize() != size || whole.address() != room.memory().address() + start) {
      whole = room.memory().asSlice(start, size);
    }
    return whole;
  }

  /// Gives the message another serial, also after its end.
  ///
  /// @param serial not 0, up to 4,294,967,295
  /// @throws IllegalArgumentException if it is out of this range
  public void setSerial(long serial) {
    room.setInt(start + 8, Header.checkedSerial(serial));
  }

  /// {@return the descriptors of the message, in the order of their indexes; they stay the
  /// caller's}
  public List<Fd> descriptors() {
    return visibleDescriptors;
  }

  /// {@return how many bytes the message has so far}
  public long size() {
    return room.position() - start;
  }

  /// {@return how much memory it has, in bytes}
  public long capacity() {
    return room.memory().byteSize();
  }

  /// Writes `y`.
  ///
  /// @param value from 0 to 255
  /// @throws IllegalArgumentException if it is out of this range
  public void uint8(int value) {
    if (value >>> 8 != 0) {
      throw outOfRange(value, Type.BYTE);
    }
    room.put((byte) value);
  }

  /// Writes `b`.
  ///
  /// @param value what to write
  public void bool(boolean value) {
    int32(value ? 1 : 0);
  }

  /// Writes `n`.
  ///
  /// @param value what to write
  public void int16(short value) {
    room.put(value);
  }

  /// Writes `q`.
  ///
  /// @param value from 0 to 65,535
  /// @throws IllegalArgumentException if it is out of this range
  public void uint16(int value) {
    if (value >>> 16 != 0) {
      throw outOfRange(value, Type.UINT16);
    }
    int16((short) value);
  }

  /// Writes `i`.
  ///
  /// @param value what to write
  public void int32(int value) {
    room.put(value);
  }

  /// Writes `u`.
  ///
  /// @param value from 0 to 4,294,967,295
  /// @throws IllegalArgumentException if it is out of this range
  public void uint32(long value) {
    if (value >>> 32 != 0) {
      throw outOfRange(value, Type.UINT32);
    }
    int32((int) value);
  }

  /// Writes `x`, or the bits of `t`.
  ///
  /// @param value what to write
  public void int64(long value) {
    room.put(value);
  }

  /// Writes `d`, all bits as they are.
  ///
  /// @param value what to write
  public void float64(double value) {
    int64(Double.doubleToRawLongBits(value));
  }

  /// Writes `s`.
  ///
  /// @param value what to write
  /// @throws IllegalArgumentException if it contains NUL or half of a surrogate pair
  public void text(String value) {
    var length = Utf8.length(value);
    var at = room.place(4, 4 + length + 1);
    room.setInt(at, (int) length);
    room.memory().setString(at + 4, value, StandardCharsets.UTF_8); // with its NUL
  }

  /// Writes `o`.
  ///
  /// @param value what to write
  public void path(ObjectPath value) {
    text(value.text());
  }

  /// Writes `g`.
  ///
  /// @param value what to write
  public void signature(Signature value) {
    signature(value.toString());
  }

  private void signature(String text) {
    room.put((byte) text.length());
    var at = room.place(1, text.length() + 1L);
    room.memory().setString(at, text, StandardCharsets.UTF_8);
  }

  /// Writes `h`: the index of a descriptor that goes with the message.
  ///
  /// @param value stays the caller's, and open until the message is sent
  public void handle(Fd value) {
    for (var i = 0; i < descriptors.size(); i++) {
      if (descriptors.get(i) == value) {
        int32(i);
        return;
      }
    }
    descriptors.add(value);
    int32(descriptors.size() - 1);
  }

  /// Writes `v` with what it holds.
  ///
  /// @param value what it holds
  /// @throws IllegalArgumentException if that may not be sent
  public void variant(Value value) {
    beginVariant(value.type());
    Values.writeContent(this, value);
    endVariant();
  }

  /// Writes a value of a type that is known only now.
  ///
  /// @param type its type
  /// @param value as the table of [dev.rohrpost.dbus.type] says; numbers may also be of other
  ///   integral classes, and arrays of them also lists
  /// @throws IllegalArgumentException if it is not of that type, or may not be sent
  public void value(Type type, Object value) {
    Values.write(this, type, value);
  }

  /// Begins an array, or a dictionary.
  ///
  /// @param alignment of its elements: what [Type#alignment()] says, 8 for a dictionary
  /// @throws IllegalArgumentException if 63 containers are open already
  public void beginArray(int alignment) {
    enter();
    lengths[depth] = room.place(4, 4);
    starts[depth] = room.place(alignment, 0);
  }

  /// Ends the array that was begun last.
  ///
  /// @throws IllegalArgumentException if it is longer than 64 MiB
  public void endArray() {
    var length = room.position() - starts[depth];
    if (length > Limits.MOST_ARRAY) {
      throw new IllegalArgumentException("an array of more than 64 MiB");
    }
    room.setInt(lengths[depth--], (int) length);
  }

  /// Begins a struct, or an entry of a dictionary.
  ///
  /// @throws IllegalArgumentException if 63 containers are open already
  public void beginStruct() {
    enter();
    align(8);
  }

  /// Ends the struct, or the entry, that was begun last.
  public void endStruct() {
    leave();
  }

  /// Begins a variant: one value of the type follows.
  ///
  /// @param type of the value
  /// @throws IllegalArgumentException if 63 containers are open already
  public void beginVariant(Type type) {
    enter();
    signature(type.toString());
  }

  /// Ends the variant that was begun last.
  public void endVariant() {
    leave();
  }

  private void leave() {
    depth--;
  }

  private void enter() {
    if (++depth > Limits.MOST_DEPTH_SENT) {
      throw new IllegalArgumentException(
          "more than " + Limits.MOST_DEPTH_SENT + " containers within each other");
    }
  }

  /// Writes a whole array, `ay`.
  ///
  /// @param values its elements
  /// @throws IllegalArgumentException if they are longer than 64 MiB
  public void bytes(byte[] values) {
    var at = array().elements(values.length, 1);
    MemorySegment.copy(values, 0, room.memory(), Limits.BYTE, at, values.length);
  }

  /// Writes a whole array, `ay`.
  ///
  /// @param values its elements, which are copied
  /// @throws IllegalArgumentException if they are longer than 64 MiB
  public void bytes(MemorySegment values) {
    var at = array().elements(values.byteSize(), 1);
    MemorySegment.copy(values, 0, room.memory(), at, values.byteSize());
  }

  /// Writes a whole array, `ab`.
  ///
  /// @param values its elements
  /// @throws IllegalArgumentException if they are longer than 64 MiB
  public void booleans(boolean[] values) {
    Numbers.put(array(), values);
  }

  /// Writes a whole array, `an`.
  ///
  /// @param values its elements
  /// @throws IllegalArgumentException if they are longer than 64 MiB
  public void int16s(short[] values) {
    Numbers.put(array(), values);
  }

  /// Writes a whole array, `aq`.
  ///
  /// @param values its elements, from 0 to 65,535
  /// @throws IllegalArgumentException if they are longer than 64 MiB, or one is out of range
  public void uint16s(int[] values) {
    Numbers.putUint16(array(), values);
  }

  /// Writes a whole array, `ai`.
  ///
  /// @param values its elements
  /// @throws IllegalArgumentException if they are longer than 64 MiB
  public void int32s(int[] values) {
    Numbers.put(array(), values);
  }

  /// Writes a whole array, `au`.
  ///
  /// @param values its elements, from 0 to 4,294,967,295
  /// @throws IllegalArgumentException if they are longer than 64 MiB, or one is out of range
  public void uint32s(long[] values) {
    Numbers.putUint32(array(), values);
  }

  /// Writes a whole array, `ax`, or the bits of `at`.
  ///
  /// @param values its elements
  /// @throws IllegalArgumentException if they are longer than 64 MiB
  public void int64s(long[] values) {
    Numbers.put(array(), values);
  }

  /// Writes a whole array, `ad`.
  ///
  /// @param values its elements
  /// @throws IllegalArgumentException if they are longer than 64 MiB
  public void float64s(double[] values) {
    Numbers.put(array(), values);
  }

  /// {@return where the elements of an array go, if there may be one more container}
  private Room array() {
    enter();
    leave();
    return room;
  }

  /// Fills up with zeros to a multiple of an alignment.
  void align(int alignment) {
    var _ = room.place(alignment, 0);
  }

  private static IllegalArgumentException outOfRange(long value, Type type) {
    return new IllegalArgumentException(value + " does not fit into " + type);
  }

  @Override
  public String toString() {
    return "a message of " + size() + " bytes";
  }
}
