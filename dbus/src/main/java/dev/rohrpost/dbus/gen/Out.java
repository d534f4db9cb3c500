package dev.rohrpost.dbus.gen;

import java.util.List;

/// Java source that is being written, with lines broken as google-java-format breaks them.
final class Out {
  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();
  private int indent;

  /// Writes lines.
  Out line(String lines) {
    for (var line : lines.split("\n", -1)) {
      if (!line.isEmpty()) {
        text.repeat(' ', indent).append(line);
      }
      text.append('\n');
    }
    return this;
  }

  Out open(String line) {
    line(line);
    indent += 2;
    return this;
  }

  /// Begins a block whose head is written already.
  Out indent() {
    indent += 2;
    return this;
  }

  Out outdent() {
    indent -= 2;
    return this;
  }

  Out close(String line) {
    indent -= 2;
    if (line.equals("}") && text.length() > 2 && text.substring(text.length() - 2).equals("{\n")) {
      text.insert(text.length() - 1, '}');
      return this;
    }
    return line(line);
  }

  /// Writes what has a list in parentheses: a call or a header.
  Out list(String head, List<String> items, String tail) {
    var joined = String.join(", ", items);
    if ((fits(head + "(" + joined + ")" + tail) && joined.indexOf('\n') < 0) || items.isEmpty()) {
      return line(head + "(" + joined + ")" + tail);
    }
    line(head + "(");
    indent += 4;
    if (fits(joined + ")" + tail) && joined.indexOf('\n') < 0) {
      line(joined + ")" + tail);
    } else {
      items.subList(0, items.size() - 1).forEach(item -> line(item + ","));
      line(items.getLast() + ")" + tail);
    }
    indent -= 4;
    return this;
  }

  /// Writes `left = head(items);`, with a line of its own for what is right of `=` if needed.
  Out assign(String left, String head, List<String> items, String tail) {
    if (fits(left + " " + head + "(" + String.join(", ", items) + ")" + tail)) {
      return list(left + " " + head, items, tail);
    }
    line(left);
    indent += 4;
    list(head, items, tail);
    indent -= 4;
    return this;
  }

  /// Writes what follows an arrow or `=`, in a line of its own if needed.
  Out arrow(String left, String right) {
    return fits(left + " " + right) ? line(left + " " + right) : line(left).further(right);
  }

  /// Writes a header whose end, `throws`, can have a line of its own.
  Out header(String head, List<String> items, String end) {
    var line = head + "(" + String.join(", ", items) + ")";
    if (fits(line + " " + end)) {
      return line(line + " " + end);
    }
    if (fits(line)) {
      return line(line).further(end);
    }
    line(head + "(");
    indent += 4;
    var parameters = String.join(", ", items) + ")";
    if (fits(parameters + " " + end)) {
      line(parameters + " " + end);
    } else if (fits(parameters)) {
      line(parameters).line(end);
    } else {
      items.subList(0, items.size() - 1).forEach(item -> line(item + ","));
      line(items.getLast() + ")").line(end);
    }
    indent -= 4;
    return this;
  }

  private Out further(String line) {
    indent += 4;
    line(line);
    indent -= 4;
    return this;
  }

  /// Writes lines of a comment, broken between words where they are too long.
  ///
  /// @param words of one paragraph
  /// @param rest what further lines begin with
  Out comment(List<String> words, String rest) {
    var line = new StringBuilder("///");
    for (var word : words) {
      if (!line.toString().equals("///") && !fits(line + " " + word)) {
        line(line.toString());
        line.setLength(0);
        line.append("///").append(rest).append(' ').append(Javadoc.atFirst(word));
      } else {
        line.append(' ').append(word);
      }
    }
    return line(line.toString());
  }

  /// Adds lines that are indented already.
  Out raw(String lines) {
    text.append(lines);
    return this;
  }

  boolean fits(String line) {
    return indent + line.length() <= WIDTH;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
