package dev.rohrpost.cli;

import dev.rohrpost.Signal;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads what people write for times, sizes, modes and numbers. Each message names what was given.
final class Values {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)([a-z]+)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([A-Za-z]*)");

  private Values() {}

  /// Reads `250ms`, `2s`, `1.5m`; also `us`, `h` and `d`.
  ///
  /// A bare number is refused: some tools mean seconds by it, others milliseconds.
  static Duration duration(String text) {
    var parts = DURATION.matcher(text);
    var nanos = parts.matches() ? nanosOf(parts.group(2)) : 0;
    if (nanos == 0) {
      throw new IllegalArgumentException(
          text.matches("\\d+")
              ? "'" + text + "' of what? write " + text + "s for seconds, or ms, m, h"
              : "'" + text + "' is no duration; write 250ms, 2s or 1m");
    }
    try {
      return Duration.ofNanos(
          new BigDecimal(parts.group(1))
              .multiply(BigDecimal.valueOf(nanos))
              .toBigInteger()
              .longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is longer than 292 years", e);
    }
  }

  private static long nanosOf(String unit) {
    return switch (unit) {
      case "us" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m", "min" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      case "d" -> 86_400_000_000_000L;
      default -> 0;
    };
  }

  /// Reads `64KiB`, `1MiB` or plain bytes.
  static long size(String text) {
    var parts = SIZE.matcher(text);
    var shift = parts.matches() ? shiftOf(parts.group(2)) : -1;
    if (shift < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size; write 64KiB, 1MiB or plain bytes");
    }
    var count = Long.parseLong(parts.group(1));
    if (count > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("'" + text + "' is more than a machine can count");
    }
    return count << shift;
  }

  private static int shiftOf(String unit) {
    return switch (unit) {
      case "", "B" -> 0;
      case "K", "KiB" -> 10;
      case "M", "MiB" -> 20;
      case "G", "GiB" -> 30;
      case "T", "TiB" -> 40;
      default -> -1;
    };
  }

  /// Reads the permissions of a file, in octal.
  static int mode(String text) {
    if (!text.matches("0?[0-7]{3,4}")) {
      throw new IllegalArgumentException("'" + text + "' is no mode; write it in octal, as 0600");
    }
    return Integer.parseInt(text, 8);
  }

  /// Reads a process id.
  static int pid(String text) {
    var pid = number(text, "process id");
    if (pid < 1) {
      throw new IllegalArgumentException(
          "'" + text + "' is no process id; these are positive (for a process group: --group)");
    }
    return pid;
  }

  /// Reads a number that is not negative.
  static int count(String text) {
    var count = number(text, "count");
    if (count < 0) {
      throw new IllegalArgumentException("'" + text + "' is negative");
    }
    return count;
  }

  /// Reads the type of a message: a number, or the name of a signal.
  static long type(String text) {
    if (!text.matches("[+-]?\\d+")) {
      return Signal.parse(text).number();
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no type of 64 bits", e);
    }
  }

  /// Reads a number of 32 bits.
  static int number(String text, String what) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      var range = text.matches("[+-]?\\d+") ? " of 32 bits" : "";
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' is no %s%s", text, what, range), e);
    }
  }
}
