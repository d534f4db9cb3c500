package dev.rohrpost.xdr;

/// Checks for the constructors of generated records, so that no value can exist that cannot be
/// sent. The failures name the member.
public final class XdrCheck {
  private XdrCheck() {}

  /// Checks a number of elements or bytes.
  ///
  /// @param member its name
  /// @param length how many there are
  /// @param bound how many there may be
  /// @throws IllegalArgumentException if there are more than the bound
  public static void atMost(String member, long length, long bound) {
    if (length > bound) {
      throw failure(member, "length " + length + " above the bound " + bound);
    }
  }

  /// Checks the number of elements or bytes of what has a fixed length.
  ///
  /// @param member its name
  /// @param length how many there are
  /// @param fixed how many there must be
  /// @throws IllegalArgumentException if it is another
  public static void exactly(String member, long length, long fixed) {
    if (length != fixed) {
      throw failure(member, "length " + length + " in place of " + fixed);
    }
  }

  /// Checks a text.
  ///
  /// @param member its name
  /// @param text the value
  /// @param bound in bytes of UTF-8
  /// @throws IllegalArgumentException if it is longer, or has half of a surrogate pair
  public static void string(String member, String text, long bound) {
    atMost(member, utf8Length(member, text), bound);
  }

  /// Counts the bytes of a text without making them: records are made when they are read, too.
  private static long utf8Length(String member, String text) {
    long length = text.length();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c >= 0x80) {
        if (Character.isSurrogate(c)) {
          return Xdr.utf8(text, "." + member + ": ").length;
        }
        length += c < 0x800 ? 1 : 2;
      }
    }
    return length;
  }

  /// Checks a number that must be within limits, such as those of `unsigned int` or `char`.
  ///
  /// @param member its name
  /// @param value the number
  /// @param lowest the least that it may be
  /// @param highest the most that it may be
  /// @throws IllegalArgumentException if it is not
  public static void range(String member, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw failure(member, value + " is not in " + lowest + " to " + highest);
    }
  }

  /// Checks numbers that must be within limits, each one.
  ///
  /// @param member what a failure calls them
  /// @param values the numbers
  /// @param lowest what each one is at least
  /// @param highest what each one is at most
  /// @throws IllegalArgumentException if one is not
  public static void range(String member, Ints values, int lowest, int highest) {
    for (var i = 0; i < values.size(); i++) {
      range(member, i, values.get(i), lowest, highest);
    }
  }

  /// Checks numbers that must be within limits, each one.
  ///
  /// @param member what a failure calls them
  /// @param values the numbers
  /// @param lowest what each one is at least
  /// @param highest what each one is at most
  /// @throws IllegalArgumentException if one is not
  public static void range(String member, Longs values, long lowest, long highest) {
    for (var i = 0; i < values.size(); i++) {
      range(member, i, values.get(i), lowest, highest);
    }
  }

  private static void range(String member, int index, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      range(member + "[" + index + "]", value, lowest, highest);
    }
  }

  /// Checks that a discriminant belongs to the arm that is made with it.
  ///
  /// @param member what a failure calls it
  /// @param fits whether it does
  /// @throws IllegalArgumentException if it does not
  public static void arm(String member, boolean fits) {
    if (!fits) {
      throw failure(member, "a discriminant of another arm");
    }
  }

  private static IllegalArgumentException failure(String member, String what) {
    return new IllegalArgumentException("." + member + ": " + what);
  }
}
