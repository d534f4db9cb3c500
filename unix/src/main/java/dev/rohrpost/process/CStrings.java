package dev.rohrpost.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Text that C gets, as UTF-8 with a NUL at the end.
///
/// Addresses are written as numbers: to write a segment, the JVM spins classes when the first
/// program is started.
final class CStrings {
  private CStrings() {}

  /// Returns the text, if C would see all of it.
  ///
  /// @throws IllegalArgumentException if it contains a NUL
  static String check(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("NUL in \"" + text.replace("\0", "\\0") + '"');
    }
    return text;
  }

  /// Makes an array of strings with NULL at its end, such as `argv`.
  static MemorySegment array(Arena arena, List<String> strings) {
    var array = arena.allocate(ValueLayout.JAVA_LONG, strings.size() + 1L);
    for (var i = 0; i < strings.size(); i++) {
      array.setAtIndex(ValueLayout.JAVA_LONG, i, arena.allocateFrom(strings.get(i)).address());
    }
    return array;
  }

  /// As above, of strings that are there already.
  static MemorySegment arrayOf(Arena arena, List<MemorySegment> strings) {
    var array = arena.allocate(ValueLayout.JAVA_LONG, strings.size() + 1L);
    for (var i = 0; i < strings.size(); i++) {
      array.setAtIndex(ValueLayout.JAVA_LONG, i, strings.get(i).address());
    }
    return array;
  }
}
