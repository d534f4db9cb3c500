package dev.rohrpost.socket;

import dev.rohrpost.libc.CPath;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/// The name of a UNIX socket.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
public sealed interface UnixAddress extends Address {
  /// The most bytes in the path of a socket file: `sun_path` has 108, and the last one is a NUL.
  int LONGEST_PATH = 107;

  @Override
  default Domain domain() {
    return Domain.UNIX;
  }

  /// A socket file.
  ///
  /// @param path where it is; up to 107 bytes
  record File(Path path) implements UnixAddress {
    /// Checks the length.
    ///
    /// @throws IllegalArgumentException if the path is empty or longer than 107 bytes
    public File {
      try (var arena = Arena.ofConfined()) {
        var bytes = CPath.of(path, arena).byteSize() - 1;
        if (bytes < 1 || bytes > LONGEST_PATH) {
          throw new IllegalArgumentException(
              "the path of a UNIX socket has 1 to "
                  + LONGEST_PATH
                  + " bytes, not "
                  + bytes
                  + ": "
                  + path);
        }
      }
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /// A name without a file, free again when its socket is closed. There are no permissions:
  /// everybody in the same network namespace may connect, or take the name first.
  ///
  /// @param name up to 107 bytes as UTF-8. Bytes that are no UTF-8 are the characters U+DC80 to
  ///   U+DCFF, as in Python
  record Abstract(String name) implements UnixAddress {
    /// Checks the length.
    ///
    /// @throws IllegalArgumentException if the name is empty or longer than 107 bytes
    public Abstract {
      var bytes = Names.bytes(name).length;
      if (bytes < 1 || bytes > LONGEST_PATH) {
        throw new IllegalArgumentException(
            "an abstract name has 1 to " + LONGEST_PATH + " bytes, not " + bytes + ": " + name);
      }
    }

    @Override
    public String toString() {
      return "@" + name;
    }
  }

  /// No name. Binding to it lets the kernel choose an abstract one.
  record Unnamed() implements UnixAddress {
    @Override
    public String toString() {
      return "(unnamed)";
    }
  }

  /// Returns the address that people write as `/path` or `@name`.
  ///
  /// @param name a path, or an abstract name after an `@`
  /// @return the address
  /// @throws IllegalArgumentException if it is empty or too long
  static UnixAddress of(String name) {
    return name.startsWith("@") ? new Abstract(name.substring(1)) : new File(Path.of(name));
  }
}
