package dev.rohrpost.cli.output;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Names come from other people: processes, files and sockets may be called by any bytes. Here they
/// lose whatever a terminal, a document or a program would take for something else than a name.
public final class Escape {
  private static final int BELL = 7;
  private static final int BACKSPACE = 8;
  private static final int VERTICAL_TAB = 11;
  private static final int FORM_FEED = 12;

  private Escape() {}

  /// Returns one line that shows the name, with the escapes of C for what cannot be seen, as `ls
  /// -b` does it.
  public static String text(String name) {
    if (name.codePoints().allMatch(c -> c != '\\' && isVisible(c))) {
      return name;
    }
    var result = new StringBuilder(name.length() + 16);
    name.codePoints().forEach(c -> append(result, c));
    return result.toString();
  }

  private static void append(StringBuilder result, int c) {
    switch (c) {
      case '\\' -> result.append("\\\\");
      case '\n' -> result.append("\\n");
      case '\r' -> result.append("\\r");
      case '\t' -> result.append("\\t");
      case BELL -> result.append("\\a");
      case BACKSPACE -> result.append("\\b");
      case VERTICAL_TAB -> result.append("\\v");
      case FORM_FEED -> result.append("\\f");
      default -> {
        if (isVisible(c)) {
          result.appendCodePoint(c);
        } else {
          octal(result, c);
        }
      }
    }
  }

  /// Marks that turn the direction of writing around are not seen either, but what they do is.
  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static void octal(StringBuilder result, int c) {
    for (var b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
      result.append(String.format(Locale.ROOT, "\\%03o", b & 0xff));
    }
  }

  /// Returns the name for a text or an attribute of XML.
  public static String xml(String name) {
    var result = new StringBuilder(name.length() + 16);
    text(name)
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> result.append("&amp;");
            case '<' -> result.append("&lt;");
            case '>' -> result.append("&gt;");
            case '"' -> result.append("&quot;");
            case '\'' -> result.append("&#39;");
            default -> result.appendCodePoint(c);
          }
        });
    return result.toString();
  }

  /// Returns the name for a string in quotes of Graphviz, which reads entities and backslashes
  /// there.
  public static String dot(String name) {
    return text(name).replace("\\", "\\\\").replace("\"", "\\\"").replace("&", "&amp;");
  }

  /// Returns the name with half characters replaced, of which no UTF-8 can be made.
  public static String whole(String name) {
    for (var i = 0; i < name.length(); i++) {
      if (Character.isSurrogate(name.charAt(i))) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return name;
  }

  /// Returns at most so many characters of a line.
  public static String cut(String line, int length) {
    return line.codePointCount(0, line.length()) <= length
        ? line
        : line.substring(0, line.offsetByCodePoints(0, length - 1)) + "…";
  }
}
