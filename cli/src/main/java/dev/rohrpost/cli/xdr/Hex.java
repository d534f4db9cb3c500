package dev.rohrpost.cli.xdr;

import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.output.Escape;
import java.util.Arrays;
import java.util.Locale;

/// Bytes as pairs of hexadecimal digits, as people paste them: with blanks and line breaks where
/// they like.
final class Hex {
  private static final int HEXADECIMAL = 16;

  private Hex() {}

  /// Reads it.
  ///
  /// @throws Failure with the line and the column of what is no digit
  static byte[] parse(byte[] text) throws Failure {
    var bytes = new byte[text.length / 2];
    var digits = 0;
    var line = 1;
    var begin = 0;
    for (var at = 0; at < text.length; at++) {
      if (text[at] == '\n') {
        line++;
        begin = at + 1;
      }
      if (isBlank(text[at])) {
        continue;
      }
      var digit = digit(text[at]);
      if (digit < 0) {
        throw wrong(line, at - begin + 1, quoted(text[at]) + " is no hexadecimal digit");
      }
      if (digits / 2 < bytes.length) {
        bytes[digits / 2] |= (byte) (digits % 2 == 0 ? digit << 4 : digit);
      }
      digits++;
    }
    if (digits % 2 != 0) {
      throw wrong(line, text.length - begin + 1, "the last byte has only one digit");
    }
    return Arrays.copyOf(bytes, digits / 2);
  }

  private static boolean isBlank(byte character) {
    return switch (character) {
      case ' ', '\t', '\r', '\n' -> true;
      default -> false;
    };
  }

  private static int digit(byte character) {
    return character < 0 ? -1 : Character.digit(character, HEXADECIMAL);
  }

  private static String quoted(byte character) {
    return character < 0
        ? String.format(Locale.ROOT, "the byte 0x%02x", character)
        : "'" + Escape.text(Character.toString(character)) + "'";
  }

  private static Failure wrong(int line, int column, String what) {
    return Failure.of(
        Exit.FAILED,
        String.format(Locale.ROOT, "%s, line %d, column %d: %s", Input.NAME, line, column, what));
  }
}
