package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.Out;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Documentation as Markdown that says what the text says, whatever it contains.
final class Javadoc {
  private static final Pattern CODE = Pattern.compile("(`+)([^`\\\\]{1,70}?)\\1(?!`)");

  /// Words that would begin a list, a heading or such at the beginning of a line.
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}[.)]");

  private static final String ANYWHERE = "\\`*[]<";
  private static final String AT_FIRST = "#+-=>~|:";

  private Javadoc() {}

  /// Writes paragraphs and items, as `Introspection` has them.
  static void write(Out out, String text) {
    var isFirst = true;
    for (var block : text.split("\n", -1)) {
      if (block.isBlank()) {
        out.line("///");
      } else if (block.startsWith("- ")) {
        if (isFirst) {
          out.line("///");
        }
        var words = new ArrayList<String>();
        words.add("-");
        words.addAll(words(block.substring(2)));
        if (words.size() > 1) {
          words.set(1, atFirst(words.get(1)));
        }
        comment(out, words, "  ");
        isFirst = false;
      } else {
        var words = words(block);
        words.set(0, atFirst(words.getFirst()));
        comment(out, words, "");
        isFirst = true;
      }
    }
  }

  /// Writes a tag with a text in one paragraph.
  static void tag(Out out, String tag, String text) {
    var words = new ArrayList<String>();
    words.add(tag);
    words.addAll(words(text));
    comment(out, words, "  ");
  }

  /// Writes lines of a comment, broken between words where they are too long.
  ///
  /// @param words of one paragraph
  /// @param rest what further lines begin with
  private static void comment(Out out, List<String> words, String rest) {
    var line = new StringBuilder("///");
    for (var word : words) {
      if (!line.toString().equals("///") && !out.fits(line + " " + word)) {
        out.line(line.toString());
        line.setLength(0);
        line.append("///").append(rest).append(' ').append(atFirst(word));
      } else {
        line.append(' ').append(word);
      }
    }
    out.line(line.toString());
  }

  /// {@return a name as it can stand in code}
  static String code(String name) {
    return name.replaceAll("[`\\\\\\p{Cntrl}]", "?");
  }

  /// {@return what can be separated by lines}
  static List<String> words(String text) {
    var words = new ArrayList<String>();
    var code = CODE.matcher(text);
    var from = 0;
    var glued = "";
    while (code.find()) {
      glued = plain(words, glued, text.substring(from, code.start()));
      glued += "`" + code.group(2).strip() + "`";
      from = code.end();
    }
    glued = plain(words, glued, text.substring(from));
    if (!glued.isEmpty()) {
      words.add(glued);
    }
    return words;
  }

  /// Adds the words of a text without code, the first of which continues one.
  ///
  /// @return the last word, which may be continued
  private static String plain(List<String> words, String begun, String text) {
    var last = begun;
    for (var word : text.split("(?<=\\s)|(?=\\s)", -1)) {
      if (!word.isBlank()) {
        last += escaped(word);
      } else if (!last.isEmpty()) {
        words.add(last);
        last = "";
      }
    }
    return last;
  }

  /// {@return a word so that it means nothing else at the beginning of a line}
  private static String atFirst(String word) {
    if (word.startsWith("@")) {
      return entity('@') + word.substring(1);
    }
    if (NUMBER.matcher(word).matches()) {
      return word.substring(0, word.length() - 1) + entity(word.charAt(word.length() - 1));
    }
    return AT_FIRST.indexOf(word.charAt(0)) >= 0
        ? entity(word.charAt(0)) + word.substring(1)
        : word;
  }

  private static String escaped(String word) {
    var escaped = new StringBuilder();
    for (var i = 0; i < word.length(); i++) {
      var c = word.charAt(i);
      var isMarkup =
          ANYWHERE.indexOf(c) >= 0
              || (c == '_' && !(isWord(word, i - 1) && isWord(word, i + 1)))
              || (c == '&' && (isWord(word, i + 1) || word.startsWith("#", i + 1)));
      if (isMarkup && i < word.length() - 1) {
        escaped.append('\\').append(c);
      } else if (isMarkup || (c == '@' && i > 0 && word.charAt(i - 1) == '{')) {
        escaped.append(entity(c)); // javac 25 loses the end of a line after a backslash and a sign
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static String entity(char c) {
    return "&#" + (int) c + ";";
  }

  private static boolean isWord(String word, int i) {
    return i >= 0 && i < word.length() && Character.isLetterOrDigit(word.charAt(i));
  }
}
