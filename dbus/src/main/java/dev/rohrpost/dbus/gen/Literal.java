package dev.rohrpost.dbus.gen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Texts in Java source.
final class Literal {
  /// A constant has up to 65,535 bytes, and a character up to three.
  private static final int MOST = 20_000;

  private Literal() {}

  static String of(String text) {
    var literal = new StringBuilder("\"");
    text.chars().forEach(c -> literal.append(escaped((char) c)));
    return literal.append('"').toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      default ->
          c < ' ' || c > '~' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c);
    };
  }

  /// {@return lines in pieces that fit into a constant; a longer line makes a piece of its own}
  static List<List<String>> pieces(String text) {
    var pieces = new ArrayList<List<String>>();
    var size = MOST;
    for (var line : text.lines().toList()) {
      if (size + line.length() >= MOST) {
        pieces.add(new ArrayList<>());
        size = 0;
      }
      pieces.getLast().add(line);
      size += line.length() + 1;
    }
    return pieces;
  }

  /// {@return a line of a text block}
  static String inBlock(String line) {
    return line.replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"");
  }
}
