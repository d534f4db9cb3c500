package dev.rohrpost.process;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Splits a line into words as a shell does, without all else that a shell does.
final class CommandLine {
  private static final char NONE = 0;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  /// Tells an empty word, as `''` makes it, from no word.
  private boolean inWord;

  /// The quote that is open.
  private char quote = NONE;

  private CommandLine(String line) {
    this.line = line;
  }

  static List<String> split(String line) {
    return new CommandLine(line).split();
  }

  /// Returns a word so that [#split] and shells read it as it is.
  static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private List<String> split() {
    for (var i = 0; i < line.length(); i++) {
      var c = line.charAt(i);
      if (c == '\\' && quote != '\'') {
        i++;
        escaped(i);
      } else if (c == quote) {
        quote = NONE;
      } else if (quote == NONE && (c == '\'' || c == '"')) {
        quote = c;
        inWord = true;
      } else if (quote == NONE && (c == ' ' || c == '\t' || c == '\n')) {
        endWord();
      } else {
        take(c);
      }
    }
    if (quote != NONE) {
      throw new IllegalArgumentException("unclosed " + quote + " in: " + line);
    }
    endWord();
    if (words.isEmpty()) {
      throw new IllegalArgumentException("empty command line");
    }
    return List.copyOf(words);
  }

  /// The character after a backslash. Between double quotes, a backslash before most characters is
  /// an ordinary one; before the end of a line, it joins two lines.
  private void escaped(int at) {
    if (at == line.length()) {
      throw new IllegalArgumentException("nothing after the backslash at the end of: " + line);
    }
    var c = line.charAt(at);
    if (c == '\n') {
      return;
    }
    if (quote == '"' && "\"\\$`".indexOf(c) < 0) {
      take('\\');
    }
    take(c);
  }

  private void take(char c) {
    word.append(c);
    inWord = true;
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
