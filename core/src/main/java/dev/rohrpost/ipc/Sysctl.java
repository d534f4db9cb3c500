package dev.rohrpost.ipc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// What the administrator of this machine, or container, has set.
///
/// @see <a href="https://man7.org/linux/man-pages/man8/sysctl.8.html">sysctl(8)</a>
public final class Sysctl {
  private static final Path PROC_SYS = Path.of("/proc/sys");

  /// More than any number needs: these files give all that they have to the first read, which is of
  /// one byte in [Files#readString].
  private static final int ROOM = 128;

  private Sysctl() {}

  /// Returns a setting.
  ///
  /// @param name as in `kernel.msgmax`
  /// @return up to 128 bytes of its value, as in `8192`; empty if there is none of this name, or no
  ///   `/proc`
  public static Optional<String> text(String name) {
    try (var file = Files.newInputStream(PROC_SYS.resolve(name.replace('.', '/')))) {
      return Optional.of(new String(file.readNBytes(ROOM), StandardCharsets.US_ASCII).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Names a limit and its value, for the message of a failure.
  ///
  /// @param name as in `kernel.msgmax`
  /// @return such as `sysctl kernel.msgmax is 8192`; the name alone where there is no `/proc`
  public static String named(String name) {
    return text(name).map(value -> "sysctl " + name + " is " + value).orElse("see sysctl " + name);
  }

  /// Returns a setting that is a number.
  ///
  /// @param name as in `kernel.msgmax`
  /// @return its value; empty if there is none of this name, or it is no number
  public static OptionalLong number(String name) {
    try {
      return text(name).stream().mapToLong(Long::parseLong).findFirst();
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
