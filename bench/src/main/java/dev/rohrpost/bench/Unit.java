package dev.rohrpost.bench;

import java.util.Locale;

/// What the numbers of a benchmark count.
enum Unit {
  NANOSECONDS,
  BYTES;

  /// Returns a number as a person reads it.
  String text(double number) {
    if (this == BYTES) {
      return String.format(Locale.ROOT, "%,.1f KiB", number / 1024);
    }
    if (number < 1e5) {
      return String.format(Locale.ROOT, "%,.0f ns", number);
    }
    return number < 1e7
        ? String.format(Locale.ROOT, "%,.0f µs", number / 1e3)
        : String.format(Locale.ROOT, "%,.1f ms", number / 1e6);
  }
}
