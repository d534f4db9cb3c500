package dev.rohrpost.rpc.gen;

/// A piece of a `.x` file.
///
/// @param text as it stands there; of a directive or a `%` line the rest of the line
record Token(Kind kind, String text, Place place) {
  enum Kind {
    WORD,
    NUMBER,
    STRING,
    SIGN,
    /// A line that begins with `#`.
    DIRECTIVE,
    /// A line that begins with `%`: for the C compiler, not for us.
    PASSED,
    END
  }

  boolean is(String sign) {
    return text.equals(sign) && (kind == Kind.SIGN || kind == Kind.WORD);
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  boolean isEnd() {
    return kind == Kind.END;
  }

  /// How a message calls it.
  String shown() {
    if (isEnd()) {
      return "the end of the file";
    }
    return text.length() > 40 ? "'" + text.substring(0, 40) + "…'" : "'" + text + "'";
  }
}
