package dev.rohrpost.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the administrator of the machine allows, as sysctl(8) names it.
final class Limits {
  private static final Path PROC_SYS = Path.of("/proc/sys");

  /// More than any number needs: these files give all that they have to the first read, which is of
  /// one byte in [Files#readString].
  private static final int ROOM = 128;

  private Limits() {}

  /// Names a limit and its value, for the message of a failure.
  ///
  /// @param name such as `kernel.msgmax`
  /// @return such as `sysctl kernel.msgmax is 8192`; the name alone where there is no `/proc`
  static String named(String name) {
    var value = text(name);
    return value.isEmpty() ? "see sysctl " + name : "sysctl " + name + " is " + value;
  }

  /// Returns a limit.
  ///
  /// @return its value; the highest there can be where there is no `/proc`
  static long value(String name) {
    var value = text(name);
    return value.isEmpty() ? Long.MAX_VALUE : Long.parseLong(value);
  }

  private static String text(String name) {
    try (var file = Files.newInputStream(PROC_SYS.resolve(name.replace('.', '/')))) {
      return new String(file.readNBytes(ROOM), StandardCharsets.US_ASCII).strip();
    } catch (IOException _) {
      return "";
    }
  }
}
