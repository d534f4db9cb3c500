package dev.rohrpost.rpc.gen;

import dev.rohrpost.rpc.gen.Token.Kind;

/// Cuts the text of one file into tokens. Comments are gone; a directive or a `%` line is one
/// token.
final class Lexer {
  private final String text;
  private int at;
  private String file;
  private int line = 1;
  private int lineStart;
  private boolean lenient;
  private boolean blank = true; // nothing but space in this line so far

  Lexer(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /// Cuts one line of text that stands at a place of its own, such as what a macro is.
  static Lexer ofLine(String text, Place place) {
    var lexer = new Lexer(place.file(), text);
    lexer.line = place.line();
    lexer.lineStart = 1 - place.column();
    lexer.blank = false;
    return lexer;
  }

  /// Gives the next line another name and number, as a line marker wants it.
  void renumber(String newFile, int next) {
    file = newFile;
    line = next - 1; // the end of the marker's line is still to come
  }

  /// Says whether the text is only skipped, so that a string without an end is none of our
  /// business.
  void setLenient(boolean skipping) {
    lenient = skipping;
  }

  String file() {
    return file;
  }

  Token next() throws SpecificationException {
    skipSpace();
    var place = place();
    if (at == text.length()) {
      return new Token(Kind.END, "", place);
    }
    var c = text.charAt(at);
    if (blank && (c == '#' || (c == '%' && at == lineStart))) {
      at++;
      return new Token(c == '#' ? Kind.DIRECTIVE : Kind.PASSED, restOfLine(c == '#'), place);
    }
    blank = false;
    var from = at;
    if (isWord(c)) {
      return c >= '0' && c <= '9' ? number(from, place) : word(from, place);
    }
    if (c == '"') {
      return string(place);
    }
    at += text.startsWith("::", at) ? 2 : Character.charCount(text.codePointAt(at));
    return new Token(Kind.SIGN, text.substring(from, at), place);
  }

  Place place() {
    return new Place(file, line, at - lineStart + 1);
  }

  private Token word(int from, Place place) {
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    return new Token(Kind.WORD, text.substring(from, at), place);
  }

  /// Takes `1'000` as a number, too.
  private Token number(int from, Place place) {
    while (at < text.length()
        && (isWord(text.charAt(at))
            || (text.charAt(at) == '\''
                && at + 1 < text.length()
                && isWord(text.charAt(at + 1))))) {
      at++;
    }
    return new Token(Kind.NUMBER, text.substring(from, at), place);
  }

  private Token string(Place place) throws SpecificationException {
    var from = ++at;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      at++;
    }
    if (at == text.length() || text.charAt(at) == '\n') {
      if (lenient) {
        return new Token(Kind.STRING, text.substring(from, at), place);
      }
      throw place.fault("a string that does not end in its line");
    }
    return new Token(Kind.STRING, text.substring(from, at++), place);
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private void skipSpace() throws SpecificationException {
    while (at < text.length()) {
      var c = text.charAt(at);
      if (c == '\n') {
        newLine();
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == 0x0b) {
        at++;
      } else if (text.startsWith("//", at)) {
        at = endOfLine();
      } else if (text.startsWith("/*", at)) {
        skipComment();
      } else {
        return;
      }
    }
  }

  private void newLine() {
    at++;
    line++;
    lineStart = at;
    blank = true;
  }

  private void skipComment() throws SpecificationException {
    var place = place();
    at += 2;
    while (!text.startsWith("*/", at)) {
      if (at >= text.length()) {
        throw place.fault("a comment without an end");
      }
      if (text.charAt(at) == '\n') {
        var was = blank;
        newLine();
        blank = was; // a directive may follow a comment, but not if something stood before it
      } else {
        at++;
      }
    }
    at += 2;
  }

  private int endOfLine() {
    var end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  /// Takes what is left of a line, with those that continue it.
  ///
  /// @param comments whether comments are left out, which may go on in further lines
  private String restOfLine(boolean comments) throws SpecificationException {
    var rest = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '\n') {
      var c = text.charAt(at);
      if (comments && text.startsWith("/*", at)) {
        skipComment();
        rest.append(' ');
      } else if (comments && text.startsWith("//", at)) {
        at = endOfLine();
      } else if (comments && c == '"') {
        at = quoted(rest);
      } else if (text.startsWith("\\\n", at) || text.startsWith("\\\r\n", at)) {
        at = text.indexOf('\n', at);
        newLine();
        rest.append(' ');
      } else {
        rest.append(c);
        at++;
      }
    }
    return rest.toString();
  }

  private int quoted(StringBuilder into) {
    var end = endOfLine();
    var close = text.indexOf('"', at + 1);
    var stop = close < 0 || close > end ? end : close + 1;
    into.append(text, at, stop);
    return stop;
  }
}
