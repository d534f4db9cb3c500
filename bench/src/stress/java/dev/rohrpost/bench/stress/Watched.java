package dev.rohrpost.bench.stress;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The write end of a pipe as an [Fd]. What happens to it shows at the read end, whoever its number
/// belongs to by then.
final class Watched {
  private static final long REFUSED = 0;
  private static final ThreadLocal<MemorySegment> SCRATCH =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(8));

  final Fd fd;
  private final int readEnd;

  Watched() {
    var ends = SCRATCH.get();
    try {
      UnistdH.pipe2(ends, FcntlH.O_CLOEXEC | FcntlH.O_NONBLOCK);
    } catch (UnixException e) {
      throw new IllegalStateException("no pipe to test with", e);
    }
    readEnd = ends.get(ValueLayout.JAVA_INT, 0);
    fd = Fd.own(ends.get(ValueLayout.JAVA_INT, 4));
  }

  /// Writes a byte.
  ///
  /// @return 1; or 0 if the descriptor was closed before; else the negated errno of a descriptor
  ///   that was closed meanwhile
  long use() {
    try {
      return fd.borrow(number -> UnistdH.write(number, SCRATCH.get(), 1));
    } catch (UnixException e) {
      return e.errno().equals(Errno.EBADF) ? REFUSED : -e.errno().number();
    }
  }

  /// Opens another descriptor. It gets the lowest number that is free, likely the one just closed.
  ///
  /// @return the number
  int openNeighbour() {
    try {
      return FcntlH.fcntl(readEnd, FcntlH.F_DUPFD_CLOEXEC, 3);
    } catch (UnixException e) {
      throw new IllegalStateException("no descriptor to test with", e);
    }
  }

  /// Tells what the reader finds after the bytes.
  ///
  /// @return 0 for the end of the stream, so that it was closed; else a negated errno
  long end() {
    long count;
    do {
      count = UnistdH.read(readEnd, SCRATCH.get(), 1);
    } while (count > 0);
    UnistdH.close(readEnd);
    return count;
  }
}
