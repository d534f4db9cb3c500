package dev.rohrpost.codegen;

import java.util.List;

/// Java source that is being written, with lines broken as google-java-format breaks them.
public final class Out {
  private static final int WIDTH = 100;

  /// Items of less characters than this are put into a line as they fit.
  private static final int SHORT = 10;

  private final StringBuilder text = new StringBuilder();
  private int indent;

  /// Begins without a line.
  public Out() {}

  /// {@return another one for lines that will stand further inside}
  ///
  /// @param more columns
  public Out nested(int more) {
    return new Out().shift(indent + more);
  }

  /// Writes lines.
  ///
  /// @param lines separated by `\n`; none is broken
  /// @return this
  public Out line(String lines) {
    for (var line : lines.split("\n", -1)) {
      if (!line.isEmpty()) {
        text.repeat(' ', indent).append(line);
      }
      text.append('\n');
    }
    return this;
  }

  /// Writes a line that begins a block.
  ///
  /// @param line such as `if (a) {`
  /// @return this
  public Out open(String line) {
    return line(line).shift(2);
  }

  /// Writes the line that ends a block.
  ///
  /// @param line such as `}`, which joins the line before if the block is empty
  /// @return this
  public Out close(String line) {
    indent -= 2;
    if (line.equals("}") && text.length() > 2 && text.substring(text.length() - 2).equals("{\n")) {
      text.insert(text.length() - 1, '}');
      return this;
    }
    return line(line);
  }

  /// Ends a block and begins the next one in the same line.
  ///
  /// @param line such as `} else {`
  /// @return this
  public Out turn(String line) {
    indent -= 2;
    return open(line);
  }

  /// Moves what is written from now on.
  ///
  /// @param columns to the right
  /// @return this
  public Out shift(int columns) {
    indent += columns;
    return this;
  }

  /// Writes what has a list in parentheses: a call or a header.
  ///
  /// @param head what stands before the parentheses
  /// @param items what stands in the parentheses
  /// @param tail what follows them
  /// @return this
  public Out list(String head, List<String> items, String tail) {
    var joined = String.join(", ", items);
    if (fits(head + "(" + joined + ")" + tail) || items.isEmpty()) {
      return line(head + "(" + joined + ")" + tail);
    }
    line(head + "(").shift(4);
    if (fits(joined + ")" + tail)) {
      line(joined + ")" + tail);
    } else if (items.stream().allMatch(item -> item.length() < SHORT && !item.contains(" "))) {
      fill(items, ")" + tail);
    } else {
      items.subList(0, items.size() - 1).forEach(item -> line(item + ","));
      line(items.getLast() + ")" + tail);
    }
    return shift(-4);
  }

  /// Puts as many names into a line as there is room for.
  private void fill(List<String> names, String end) {
    var line = new StringBuilder();
    for (var i = 0; i < names.size(); i++) {
      var piece = names.get(i) + (i == names.size() - 1 ? end : ",");
      if (!line.isEmpty() && !fits(line + " " + piece)) {
        line(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(piece);
    }
    line(line.toString());
  }

  /// Writes a header whose end, such as `throws`, can have a line of its own.
  ///
  /// @param head what stands before the parentheses
  /// @param items what stands in the parentheses
  /// @param end what follows them
  /// @return this
  public Out header(String head, List<String> items, String end) {
    var line = head + "(" + String.join(", ", items) + ")";
    if (fits(line + " " + end)) {
      return line(line + " " + end);
    }
    if (fits(line)) {
      return line(line).further(end);
    }
    line(head + "(").shift(4);
    var parameters = String.join(", ", items) + ")";
    if (fits(parameters + " " + end)) {
      line(parameters + " " + end);
    } else if (fits(parameters)) {
      line(parameters).line(end);
    } else {
      items.subList(0, items.size() - 1).forEach(item -> line(item + ","));
      line(items.getLast() + ")").line(end);
    }
    return shift(-4);
  }

  /// Writes a comment, broken where it is too long.
  ///
  /// @param rest what further lines begin with
  /// @param comment its text
  /// @return this
  public Out comment(String comment, String rest) {
    var line = new StringBuilder("///");
    for (var word : comment.split(" ", -1)) {
      if (!fits(line + " " + word)) {
        line(line.toString());
        line.setLength(0);
        line.append("///").append(rest);
      }
      line.append(' ').append(word);
    }
    return line(line.toString());
  }

  /// Writes what follows an arrow or `=`, in a line of its own if needed.
  ///
  /// @param left up to the arrow
  /// @param right of it
  /// @return this
  public Out arrow(String left, String right) {
    return fits(left + " " + right) ? line(left + " " + right) : line(left).further(right);
  }

  private Out further(String line) {
    return shift(4).line(line).shift(-4);
  }

  /// Writes `left = head(items);`, or `return`, or a case.
  ///
  /// @param left up to `=`, `return` or `->`
  /// @param head what stands before the parentheses
  /// @param items what stands in the parentheses
  /// @param tail what follows them
  /// @return this
  public Out assign(String left, String head, List<String> items, String tail) {
    var whole = head + "(" + String.join(", ", items) + ")" + tail;
    if (fits(left + " " + whole)) {
      return line(left + " " + whole);
    }
    return line(left).shift(4).list(head, items, tail).shift(-4);
  }

  /// Writes a call whose last argument is a chain of operands.
  ///
  /// @param head the method
  /// @param first its first argument
  /// @param operands of the last argument
  /// @param operator between these
  /// @return this
  public Out condition(String head, String first, List<String> operands, String operator) {
    var joined = String.join(" " + operator + " ", operands);
    if (fits(head + "(" + first + ", " + joined + ");")) {
      return line(head + "(" + first + ", " + joined + ");");
    }
    line(head + "(").shift(4);
    if (fits(first + ", " + joined + ");")) {
      return line(first + ", " + joined + ");").shift(-4);
    }
    line(first + ",");
    if (fits(joined + ");")) {
      return line(joined + ");").shift(-4);
    }
    line(operands.getFirst()).shift(4);
    for (var i = 1; i < operands.size(); i++) {
      line(operator + " " + operands.get(i) + (i == operands.size() - 1 ? ");" : ""));
    }
    return shift(-8);
  }

  /// Writes a case with its labels.
  ///
  /// @param labels at least one
  /// @param body what follows the arrow
  /// @return this
  public Out labels(List<String> labels, String body) {
    var joined = "case " + String.join(", ", labels) + " ->";
    if (fits(joined + " " + body)) {
      return line(joined + " " + body);
    }
    if (fits(joined)) {
      return line(joined).shift(4).chain(body).shift(-4);
    }
    line("case " + labels.getFirst() + ",").shift(4);
    for (var label : labels.subList(1, labels.size() - 1)) {
      line(label + ",");
    }
    line(labels.getLast() + " ->");
    return chain(body).shift(-4);
  }

  /// Writes a statement of which the last call can have a line of its own.
  private Out chain(String statement) {
    var dot = statement.lastIndexOf(").") + 1;
    return fits(statement) || dot == 0
        ? line(statement)
        : line(statement.substring(0, dot)).further(statement.substring(dot));
  }

  /// Adds lines that are indented already.
  ///
  /// @param lines each with its end
  /// @return this
  public Out raw(String lines) {
    text.append(lines);
    return this;
  }

  /// {@return whether there is room for something in one line}
  ///
  /// @param lines what should be there; several lines do not fit
  public boolean fits(String lines) {
    return indent + lines.length() <= WIDTH && lines.indexOf('\n') < 0;
  }

  /// {@return what was written}
  @Override
  public String toString() {
    return text.toString();
  }
}
