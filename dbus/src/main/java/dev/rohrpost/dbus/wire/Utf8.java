package dev.rohrpost.dbus.wire;

import java.lang.foreign.MemorySegment;

/// UTF-8 as D-Bus wants it: no NUL, nothing overlong, no surrogates, nothing above U+10FFFF.
final class Utf8 {
  private static final long HIGH = 0x8080_8080_8080_8080L;
  private static final long ONES = 0x0101_0101_0101_0101L;

  /// Says that there are bytes that are not ASCII; else the place of the first wrong byte is
  /// answered, so it is above all places.
  static final long OTHERS = Long.MAX_VALUE;

  /// Says that all bytes are ASCII.
  static final long ASCII = -1;

  private Utf8() {}

  /// {@return how many bytes a text has}
  ///
  /// @throws IllegalArgumentException if it contains NUL or half of a surrogate pair
  static long length(String text) {
    long bytes = text.length();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == 0) {
        throw new IllegalArgumentException("a text with NUL, at character " + i);
      }
      if (c >= 0x80) {
        bytes += c < 0x800 ? 1 : 2;
        if (Character.isSurrogate(c)) {
          if (!isPair(text, i)) {
            throw new IllegalArgumentException(
                "a text with half of a surrogate pair, at character " + i);
          }
          i++; // a pair takes four bytes: two for each half
        }
      }
    }
    return bytes;
  }

  private static boolean isPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  /// Looks at bytes that should be a text.
  ///
  /// @return [#ASCII] or [#OTHERS] if it is one; else where the first wrong byte is
  static long check(MemorySegment memory, long from, long to) {
    var at = from;
    for (; at + 8 <= to; at += 8) {
      var eight = memory.get(Limits.LONG, at);
      if (((eight | (eight - ONES)) & HIGH) != 0) {
        break;
      }
    }
    for (; at < to; at++) {
      var b = memory.get(Limits.BYTE, at);
      if (b <= 0) {
        return b == 0 ? at : checkOthers(memory, at, to);
      }
    }
    return ASCII;
  }

  private static long checkOthers(MemorySegment memory, long from, long to) {
    for (var at = from; at < to; ) {
      var length = sequence(memory, at, to);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return OTHERS;
  }

  /// {@return how many bytes the next character has; 0 if it is none}
  private static int sequence(MemorySegment memory, long at, long to) {
    var first = memory.get(Limits.BYTE, at);
    if (first > 0) {
      return 1;
    }
    var length = Math.max(1, Integer.numberOfLeadingZeros(~first << 24));
    if (first == 0 || length == 1 || length > 4 || at + length > to) {
      return 0;
    }
    var character = first & (0x7f >> length);
    for (var i = 1; i < length; i++) {
      var next = memory.get(Limits.BYTE, at + i);
      if ((next & 0xc0) != 0x80) {
        return 0;
      }
      character = (character << 6) | (next & 0x3f);
    }
    var isValid =
        switch (length) {
          case 2 -> character >= 0x80;
          case 3 -> character >= 0x800 && (character < 0xd800 || character > 0xdfff);
          default -> character >= 0x1_0000 && character <= 0x10_ffff;
        };
    return isValid ? length : 0;
  }
}
