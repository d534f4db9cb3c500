package dev.rohrpost.dbus.wire;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The limits of the specification, and how numbers lie in memory.
///
/// @see <a
///   href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-messages">
///   D-Bus specification, message format</a>
public final class Limits {
  /// How long a message may be, in bytes.
  public static final int MOST_MESSAGE = 128 << 20;

  /// How long an array may be, in bytes, and the fields of a header.
  public static final int MOST_ARRAY = 64 << 20;

  /// How many arrays, structs, entries and variants may be within each other in what is read.
  public static final int MOST_DEPTH = 64;

  /// The same in what is sent: some peers read no more.
  public static final int MOST_DEPTH_SENT = 63;

  /// How long the part of a header is that each message has, in bytes.
  public static final int FIXED = 16;

  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  static final ValueLayout.OfShort SHORT = little(ValueLayout.JAVA_SHORT_UNALIGNED);
  static final ValueLayout.OfShort SHORT_BIG = big(ValueLayout.JAVA_SHORT_UNALIGNED);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT_BIG =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG_BIG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfDouble DOUBLE_BIG =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private Limits() {}

  private static ValueLayout.OfShort little(ValueLayout.OfShort layout) {
    return layout.withOrder(ByteOrder.LITTLE_ENDIAN);
  }

  private static ValueLayout.OfShort big(ValueLayout.OfShort layout) {
    return layout.withOrder(ByteOrder.BIG_ENDIAN);
  }

  static long aligned(long position, int alignment) {
    return (position + alignment - 1) & -alignment;
  }
}
