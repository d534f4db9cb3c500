package dev.rohrpost.cli.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Aligned columns for people.
public final class Table {
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final List<List<String>> rows = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();

  /// @param titles one for each column; empty for a table without a heading
  public Table(String... titles) {
    if (titles.length > 0) {
      row(titles);
    }
  }

  /// Adds a row. Its last cell widens no column, so a heading may stand alone in a row.
  public void row(String... cells) {
    rows.add(List.of(cells));
    for (var column = 0; column < cells.length - 1; column++) {
      if (column == widths.size()) {
        widths.add(0);
      }
      widths.set(column, Math.max(widths.get(column), cells[column].length()));
    }
  }

  /// Writes the table, its first row in bold where colours are wanted.
  public void print(Out out, boolean bold) throws IOException {
    var first = true;
    for (var line : lines()) {
      out.line(first && bold ? BOLD + line + PLAIN : line);
      first = false;
    }
  }

  public List<String> lines() {
    return rows.stream().map(this::aligned).toList();
  }

  private String aligned(List<String> row) {
    var line = new StringBuilder();
    for (var column = 0; column < row.size(); column++) {
      line.append(row.get(column));
      if (column < row.size() - 1) {
        line.append(" ".repeat(widths.get(column) - row.get(column).length() + 2));
      }
    }
    return line.toString().stripTrailing();
  }
}
