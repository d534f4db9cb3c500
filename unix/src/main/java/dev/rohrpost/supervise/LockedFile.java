package dev.rohrpost.supervise;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.FileStat;
import dev.rohrpost.libc.SysFileH;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;

/// A file or folder of this process that nobody else takes for abandoned: there is a lock on it,
/// which the kernel takes away when this process ends, however it does.
///
/// @param path where it was when it was opened
/// @param fd holds the lock
/// @param what is there
/// @see <a href="https://man7.org/linux/man-pages/man2/flock.2.html">flock(2)</a>
record LockedFile(Path path, Fd fd, FileStat what) implements AutoCloseable {
  private static final int ALWAYS = FcntlH.O_CLOEXEC | FcntlH.O_NOFOLLOW | FcntlH.O_NOCTTY;

  /// Opens a file and does not follow a symbolic link.
  ///
  /// @throws UnixException with the errno of open(2)
  static Fd open(Path path, int flags, int mode) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      int result;
      do {
        result = FcntlH.open(CPath.of(path, arena), flags | ALWAYS, mode);
      } while (result == -Errno.EINTR.number());
      if (result < 0) {
        throw UnixException.of("open", path.toString(), new Errno(-result));
      }
      return Fd.own(result);
    }
  }

  /// Locks what a descriptor has open.
  ///
  /// @param fd closed if this fails
  /// @return nothing if somebody else has the lock
  static Optional<LockedFile> lock(Path path, Fd fd) throws UnixException {
    try {
      var _ =
          fd.borrow(n -> {
            SysFileH.flock(n, SysFileH.LOCK_EX | SysFileH.LOCK_NB);
            return n;
          });
      return Optional.of(new LockedFile(path, fd, fd.borrow(FileStat::of)));
    } catch (UnixException e) {
      fd.close();
      if (e.is(Errno.EAGAIN)) {
        return Optional.empty();
      }
      throw e.about(path.toString());
    }
  }

  /// Tells whether the file is the one at a path: somebody may have put another one there.
  boolean isAt(Path place) throws UnixException {
    try {
      return what.is(FileStat.at(place));
    } catch (UnixException.NotFound e) {
      return false;
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
