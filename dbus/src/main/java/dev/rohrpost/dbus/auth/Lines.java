package dev.rohrpost.dbus.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Puts lines together from the bytes of a stream. Memory grows with the bytes that have come.
final class Lines {
  /// How long a line may be, in bytes.
  static final int MOST_BYTES = 16 << 10;

  private static final int SHOWN = 80;

  private byte[] line = new byte[64];
  private int length;
  private @Nullable String fault;

  Lines() {}

  /// Takes bytes up to the end of a line.
  ///
  /// @return the line without its end; null if it is not whole or something is wrong
  @Nullable String next(ByteBuffer in) {
    while (fault == null && in.hasRemaining()) {
      var b = in.get();
      if (b == '\n' && length > 0 && line[length - 1] == '\r') {
        var text = new String(line, 0, length - 1, StandardCharsets.US_ASCII);
        length = 0;
        return text;
      }
      if (b <= 0) {
        fault = "a line that is not ASCII";
      } else if (length == MOST_BYTES) {
        fault = "a line of more than " + MOST_BYTES + " bytes";
      } else {
        if (length == line.length) {
          line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = b;
      }
    }
    return null;
  }

  /// {@return what is wrong; null if nothing is}
  @Nullable String fault() {
    return fault;
  }

  /// {@return what stands before the first space}
  static String command(String line) {
    var space = line.indexOf(' ');
    return space < 0 ? line : line.substring(0, space);
  }

  /// {@return what stands behind the first space; empty if nothing does}
  static String argument(String line) {
    var space = line.indexOf(' ');
    return space < 0 ? "" : line.substring(space + 1).strip();
  }

  /// {@return the text that hexadecimal digits stand for; null if they are none}
  static @Nullable String unhex(String digits) {
    try {
      return new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  static boolean isGuid(String text) {
    return text.length() == 32 && text.chars().allMatch(HexFormat::isHexDigit);
  }

  static byte[] bytes(String line) {
    return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /// {@return a line for a message, with `?` for what a terminal might not show, and cut if long}
  static String shown(String line) {
    var cut = line.substring(0, Math.min(SHOWN, line.length()));
    return '"' + cut.replaceAll("[^ -~]", "?") + (cut.length() < line.length() ? "…\"" : "\"");
  }
}
