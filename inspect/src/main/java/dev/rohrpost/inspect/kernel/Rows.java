package dev.rohrpost.inspect.kernel;

/// What a [Query] was answered with.
final class Rows {
  private final long[] cells;
  private final int width;

  /// @param cells all numbers, row by row
  /// @param width how many numbers a row has
  Rows(long[] cells, int width) {
    this.cells = cells;
    this.width = width;
  }

  int count() {
    return cells.length / width;
  }

  long get(int row, int column) {
    return cells[row * width + column];
  }
}
