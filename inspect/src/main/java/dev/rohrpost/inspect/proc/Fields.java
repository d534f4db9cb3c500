package dev.rohrpost.inspect.proc;

/// Files of `/proc` whose lines begin with a word and a colon, such as `status` and those of
/// `fdinfo`.
public final class Fields {
  private Fields() {}

  /// Returns what stands behind a word.
  ///
  /// @param text the whole file
  /// @param word with its colon
  /// @return the rest of the line without blanks at its ends; empty if there is no such line
  public static String of(String text, String word) {
    var at = text.startsWith(word) ? 0 : text.indexOf("\n" + word) + 1;
    if (!text.startsWith(word, at)) {
      return "";
    }
    var end = text.indexOf('\n', at);
    return text.substring(at + word.length(), end < 0 ? text.length() : end).trim();
  }

  /// Returns a decimal number behind a word.
  ///
  /// @param text the whole file
  /// @param word with its colon
  /// @param otherwise the answer if there is none
  /// @return the number
  public static long number(String text, String word, long otherwise) {
    var field = of(text, word);
    return field.isEmpty() ? otherwise : Long.parseLong(field);
  }

  /// Reads a device.
  ///
  /// @param pair its two numbers in hexadecimal, as `08:01`
  /// @return the number that `stat` has for it
  public static long device(String pair) {
    var colon = pair.indexOf(':');
    var major = Long.parseLong(pair, 0, colon, 16);
    var minor = Long.parseLong(pair, colon + 1, pair.length(), 16);
    return device(major, minor);
  }

  /// Returns the number that `stat` has for a device.
  ///
  /// @param major its driver
  /// @param minor what it is to the driver
  /// @return both in one
  public static long device(long major, long minor) {
    return (minor & 0xff) | (major & 0xfff) << 8 | (minor & ~0xffL) << 12 | (major & ~0xfffL) << 32;
  }
}
