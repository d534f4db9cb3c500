package dev.rohrpost.fd;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/// open(2), for tests.
final class OpenFile {
  private OpenFile() {}

  static Fd at(String path, int flags) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var number = FcntlH.open(CPath.of(Path.of(path), arena), flags | FcntlH.O_CLOEXEC, 0600);
      if (number < 0) {
        throw UnixException.of("open", path, new Errno(-number));
      }
      return Fd.own(number);
    }
  }
}
