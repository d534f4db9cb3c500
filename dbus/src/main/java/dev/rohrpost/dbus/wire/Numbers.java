package dev.rohrpost.dbus.wire;

import java.lang.foreign.MemorySegment;

/// Whole arrays of numbers.
final class Numbers {
  private Numbers() {}

  static void put(Room room, boolean[] values) {
    var at = room.elements(values.length, 4);
    for (var value : values) {
      room.setInt(at, value ? 1 : 0);
      at += 4;
    }
  }

  static void put(Room room, short[] values) {
    var at = room.elements(values.length, 2);
    var layout = room.isBig() ? Limits.SHORT_BIG : Limits.SHORT;
    MemorySegment.copy(values, 0, room.memory(), layout, at, values.length);
  }

  static void putUint16(Room room, int[] values) {
    var at = room.elements(values.length, 2);
    var layout = room.isBig() ? Limits.SHORT_BIG : Limits.SHORT;
    for (var value : values) {
      if (value >>> 16 != 0) {
        throw new IllegalArgumentException(value + " does not fit into q");
      }
      room.memory().set(layout, at, (short) value);
      at += 2;
    }
  }

  static void put(Room room, int[] values) {
    var at = room.elements(values.length, 4);
    var layout = room.isBig() ? Limits.INT_BIG : Limits.INT;
    MemorySegment.copy(values, 0, room.memory(), layout, at, values.length);
  }

  static void putUint32(Room room, long[] values) {
    var at = room.elements(values.length, 4);
    for (var value : values) {
      if (value >>> 32 != 0) {
        throw new IllegalArgumentException(value + " does not fit into u");
      }
      room.setInt(at, (int) value);
      at += 4;
    }
  }

  static void put(Room room, long[] values) {
    var at = room.elements(values.length, 8);
    var layout = room.isBig() ? Limits.LONG_BIG : Limits.LONG;
    MemorySegment.copy(values, 0, room.memory(), layout, at, values.length);
  }

  static void put(Room room, double[] values) {
    var at = room.elements(values.length, 8);
    var layout = room.isBig() ? Limits.DOUBLE_BIG : Limits.DOUBLE;
    MemorySegment.copy(values, 0, room.memory(), layout, at, values.length);
  }

  static boolean[] booleans(Cursor in) throws WireException {
    var count = in.elements(4);
    var at = in.before(4L * count);
    var values = new boolean[count];
    var layout = in.isBig() ? Limits.INT_BIG : Limits.INT;
    for (var i = 0; i < count; i++) {
      var value = in.memory().get(layout, at + 4L * i);
      if (value >>> 1 != 0) {
        throw new WireException(
            Rule.BOOLEAN, Integer.toUnsignedString(value), in.position() - 4L * (count - i));
      }
      values[i] = value != 0;
    }
    return values;
  }

  static short[] int16s(Cursor in) throws WireException {
    var count = in.elements(2);
    var values = new short[count];
    var layout = in.isBig() ? Limits.SHORT_BIG : Limits.SHORT;
    MemorySegment.copy(in.memory(), layout, in.before(2L * count), values, 0, count);
    return values;
  }

  static int[] uint16s(Cursor in) throws WireException {
    var count = in.elements(2);
    var at = in.before(2L * count);
    var values = new int[count];
    var layout = in.isBig() ? Limits.SHORT_BIG : Limits.SHORT;
    for (var i = 0; i < count; i++) {
      values[i] = in.memory().get(layout, at + 2L * i) & 0xffff;
    }
    return values;
  }

  static int[] int32s(Cursor in) throws WireException {
    var count = in.elements(4);
    var values = new int[count];
    var layout = in.isBig() ? Limits.INT_BIG : Limits.INT;
    MemorySegment.copy(in.memory(), layout, in.before(4L * count), values, 0, count);
    return values;
  }

  static long[] uint32s(Cursor in) throws WireException {
    var count = in.elements(4);
    var at = in.before(4L * count);
    var values = new long[count];
    var layout = in.isBig() ? Limits.INT_BIG : Limits.INT;
    for (var i = 0; i < count; i++) {
      values[i] = Integer.toUnsignedLong(in.memory().get(layout, at + 4L * i));
    }
    return values;
  }

  static long[] int64s(Cursor in) throws WireException {
    var count = in.elements(8);
    var values = new long[count];
    var layout = in.isBig() ? Limits.LONG_BIG : Limits.LONG;
    MemorySegment.copy(in.memory(), layout, in.before(8L * count), values, 0, count);
    return values;
  }

  static double[] float64s(Cursor in) throws WireException {
    var count = in.elements(8);
    var values = new double[count];
    var layout = in.isBig() ? Limits.DOUBLE_BIG : Limits.DOUBLE;
    MemorySegment.copy(in.memory(), layout, in.before(8L * count), values, 0, count);
    return values;
  }
}
