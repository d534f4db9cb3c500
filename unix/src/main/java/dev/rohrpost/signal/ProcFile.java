package dev.rohrpost.signal;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Files of `/proc`, read with the errno that java.io and java.nio hide: a process that has ended,
/// a file that this user may not read and a descriptor too many are not the same.
final class ProcFile {
  private static final int CHUNK = 8192;

  private ProcFile() {}

  /// Reads a file.
  ///
  /// @throws UnixException with ENOENT or ESRCH if there is no such process or thread, EACCES or
  ///   EPERM if it is hidden from this user, EMFILE or ENFILE
  static String read(String path) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var fd = FcntlH.open(arena.allocateFrom(path), FcntlH.O_RDONLY | FcntlH.O_CLOEXEC, 0);
      if (fd < 0) {
        throw UnixException.of("open", path, new Errno(-fd));
      }
      try {
        return read(fd, path, arena);
      } finally {
        var _ = UnistdH.close(fd);
      }
    }
  }

  private static String read(int fd, String path, Arena arena) throws UnixException {
    var chunk = arena.allocate(CHUNK);
    var bytes = new ByteArrayOutputStream(CHUNK);
    while (true) {
      var count = (int) UnistdH.read(fd, chunk.address(), CHUNK);
      if (count == 0) {
        return bytes.toString(StandardCharsets.UTF_8);
      }
      if (count > 0) {
        bytes.writeBytes(chunk.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
      } else if (count != -Errno.EINTR.number()) {
        throw UnixException.of("read", path, new Errno(-count));
      }
    }
  }

  /// Lists a directory of numbers; the order is the kernel's.
  ///
  /// @throws UnixException with ENOENT if there is no such process, EACCES if it is hidden from
  ///   this user, EMFILE or ENFILE
  static int[] list(String path) throws UnixException {
    var names = new File(path).list();
    if (names == null) {
      throw UnixException.of("open", path, whyNot(path));
    }
    var numbers = new int[names.length];
    for (var i = 0; i < names.length; i++) {
      numbers[i] = Integer.parseInt(names[i]);
    }
    return numbers;
  }

  /// Asks again, this time for the errno.
  private static Errno whyNot(String path) {
    try (var arena = Arena.ofConfined()) {
      var flags = FcntlH.O_RDONLY | FcntlH.O_CLOEXEC | FcntlH.O_DIRECTORY;
      var fd = FcntlH.open(arena.allocateFrom(path), flags, 0);
      if (fd >= 0) {
        var _ = UnistdH.close(fd);
        return Errno.EIO;
      }
      return new Errno(-fd);
    }
  }
}
