package dev.rohrpost.process;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/// The two ends of a new pipe.
///
/// @param readEnd where bytes come out
/// @param writeEnd where bytes go in
record PipePair(Fd readEnd, Fd writeEnd) {
  /// Opens a pipe.
  ///
  /// @throws UnixException with EMFILE or ENFILE
  static PipePair open() throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var both = arena.allocate(ValueLayout.JAVA_INT, 2);
      UnistdH.pipe2(both, FcntlH.O_CLOEXEC);
      return new PipePair(
          Fd.own(both.getAtIndex(ValueLayout.JAVA_INT, 0)),
          Fd.own(both.getAtIndex(ValueLayout.JAVA_INT, 1)));
    }
  }
}
