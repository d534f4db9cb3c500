package dev.rohrpost.cli.option;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.ipc.Accounts;
import dev.rohrpost.ipc.FileMode;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Reads what people write for times, sizes, modes and numbers. Each message names what was given.
public final class Values {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)([a-z]+)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([A-Za-z]*)");

  /// The number that means "leave it as it is" in C.
  private static final long NO_ACCOUNT = 0xffff_ffffL;

  private Values() {}

  /// Reads `250ms`, `2s`, `1.5m`; also `us`, `h` and `d`.
  ///
  /// A bare number is refused: some tools mean seconds by it, others milliseconds.
  public static Duration duration(String text) {
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
  public static long size(String text) {
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

  /// Reads who may use something, in octal.
  public static FileMode mode(String text) {
    if (!text.matches("0?[0-7]{3,4}")) {
      throw new IllegalArgumentException("'" + text + "' is no mode; write it in octal, as 0600");
    }
    return FileMode.of(Integer.parseInt(text, 8));
  }

  /// How the C library is asked for a name.
  public interface Account {
    OptionalInt number(String name) throws UnixException;
  }

  /// Reads a user, by name or number.
  public static int user(String text) {
    return account(text, "user", Accounts::user);
  }

  /// Reads a group, by name or number.
  public static int group(String text) {
    return account(text, "group", Accounts::group);
  }

  /// As for chown(1), a name that is a number is a name.
  private static int account(String text, String what, Account account) {
    try {
      var known = account.number(text);
      if (known.isPresent()) {
        return known.getAsInt();
      }
    } catch (UnixException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!text.matches("\\d{1,10}") || Long.parseLong(text) >= NO_ACCOUNT) {
      throw new IllegalArgumentException("there is no " + what + " '" + text + "'");
    }
    return (int) Long.parseLong(text);
  }

  /// Reads a process id.
  public static int pid(String text) {
    var pid = number(text, "process id");
    if (pid < 1) {
      throw new IllegalArgumentException(
          "'" + text + "' is no process id; these are positive (for a process group: --group)");
    }
    return pid;
  }

  /// Reads a number that is not negative.
  public static int count(String text) {
    var count = number(text, "count");
    if (count < 0) {
      throw new IllegalArgumentException("'" + text + "' is negative");
    }
    return count;
  }

  /// Reads the type of a message: a number, or the name of a signal.
  public static long type(String text) {
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
  public static int number(String text, String what) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      var range = text.matches("[+-]?\\d+") ? " of 32 bits" : "";
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' is no %s%s", text, what, range), e);
    }
  }

  /// Reads the name of a file or folder.
  ///
  /// @throws IllegalArgumentException if it looks like an option that is not there
  public static Path path(String text) {
    if (text.startsWith("-")) {
      throw new IllegalArgumentException(
          "unknown option '" + text + "'; a file so called: ./" + text);
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("no file can be called so", e);
    }
  }
}
