package dev.rohrpost.cli.bus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Splits a text into words as bash(1) does, without all else that it does: at blanks, with `'…'`,
/// `"…"`, `$'…'` and backslashes. So what [ValueText] prints can be read again.
final class ShellWords {
  private static final String BLANKS = " \t\n";

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int next;

  private ShellWords(String text) {
    this.text = text;
  }

  /// {@return the words; none if there are only blanks}
  ///
  /// @throws IllegalArgumentException if a quote is not closed, or nothing follows a backslash
  static List<String> of(String text) {
    return new ShellWords(text).split();
  }

  private List<String> split() {
    while (next < text.length()) {
      if (BLANKS.indexOf(text.charAt(next)) >= 0) {
        next++;
      } else {
        word();
      }
    }
    return words;
  }

  private void word() {
    word.setLength(0);
    while (next < text.length() && BLANKS.indexOf(text.charAt(next)) < 0) {
      var c = text.charAt(next++);
      switch (c) {
        case '\\' -> word.append(character());
        case '\'' -> plain();
        case '"' -> quoted();
        case '$' -> {
          if (next < text.length() && text.charAt(next) == '\'') {
            next++;
            escapes();
          } else {
            word.append(c);
          }
        }
        default -> word.append(c);
      }
    }
    words.add(word.toString());
  }

  private char character() {
    if (next == text.length()) {
      throw new IllegalArgumentException("a quote or a backslash has no end");
    }
    return text.charAt(next++);
  }

  private void plain() {
    for (var c = character(); c != '\''; c = character()) {
      word.append(c);
    }
  }

  private void quoted() {
    for (var c = character(); c != '"'; c = character()) {
      if (c == '\\') {
        c = character();
        if ("\"\\$`".indexOf(c) < 0) {
          word.append('\\');
        }
      }
      word.append(c);
    }
  }

  /// Octal ones are bytes of UTF-8.
  private void escapes() {
    var bytes = new ByteArrayOutputStream();
    for (var c = character(); c != '\''; c = character()) {
      if (c != '\\') {
        put(bytes, c);
        continue;
      }
      c = character();
      if (c >= '0' && c <= '7') {
        bytes.write(octal(c));
      } else {
        put(bytes, named(c));
      }
    }
    word.append(bytes.toString(StandardCharsets.UTF_8));
  }

  private void put(ByteArrayOutputStream bytes, char c) {
    var one = Character.toString(c);
    if (Character.isHighSurrogate(c)) {
      one += character();
    }
    bytes.writeBytes(one.getBytes(StandardCharsets.UTF_8));
  }

  private int octal(char first) {
    var number = first - '0';
    for (var i = 0; i < 2 && next < text.length(); i++) {
      var c = text.charAt(next);
      if (c < '0' || c > '7') {
        break;
      }
      number = 8 * number + c - '0';
      next++;
    }
    return number;
  }

  private static char named(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }
}
