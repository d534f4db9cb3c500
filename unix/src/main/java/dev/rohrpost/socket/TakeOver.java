package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.FileStat;
import dev.rohrpost.libc.StdioH;
import dev.rohrpost.libc.SysFileH;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysStatH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Replaces the socket file that a killed process has left: only a socket, only this user's (or the
/// user's to whom the new one is given), only when nobody is behind it, and only in a folder where
/// no other user could do so.
///
/// @param path the file
/// @param binding whose it may be
/// @param inUse what to throw where it may not be replaced
record TakeOver(Path path, Binding binding, UnixException inUse) {
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;
  private static final int ROOT = 0;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

  /// Gives the name to the new file.
  interface Naming {
    void run() throws UnixException;
  }

  /// The stale file is renamed, which only one can do, and only then the name is given anew. The
  /// folder is locked, so that of several programs of this library one does this at a time.
  void run(UnixAddress.File address, Naming naming) throws UnixException {
    var folder = path.getParent();
    if (folder == null || !isSafe(folder)) {
      throw inUse;
    }
    try (var _ = lock(folder);
        var aside = TemporaryName.beside(address)) {
      var stale = FileStat.ifSeen(path);
      if (stale.isEmpty() || !isStale(path, stale.get())) {
        throw inUse;
      }
      rename(path, aside.path());
      if (!isStale(aside.path(), stale.get())) { // somebody who does not lock was faster: undo
        rename(aside.path(), path);
        throw inUse;
      }
      aside.is(stale.get());
      naming.run();
      removeRemains(folder);
    } catch (UnixException e) {
      throw e.is(Errno.EEXIST) ? inUse : e;
    }
  }

  /// Nobody else may replace files in the folder: it is this user's or root's, and not writable by
  /// others, or so that they can only remove what is theirs.
  private static boolean isSafe(Path folder) {
    try {
      var found = FileStat.behind(folder);
      return (found.isOurs() || found.owner() == ROOT)
          && ((found.mode() & WRITABLE_BY_OTHERS) == 0 || (found.mode() & STICKY) != 0);
    } catch (UnixException e) {
      return false;
    }
  }

  /// Who is killed between the making of a file and its naming leaves it under another name.
  private void removeRemains(Path folder) {
    try (var files = Files.newDirectoryStream(folder, f -> TemporaryName.isLeftOf(path, f))) {
      for (var file : files) {
        var remains = FileStat.ifSeen(file);
        if (remains.isPresent() && isStale(file, remains.get())) {
          new SocketFile(file, remains.get()).remove();
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // it disturbs nobody; the next one may have more luck
    }
  }

  /// Asks with a datagram socket: a live stream socket answers that it is of another type, and does
  /// not notice.
  private boolean isStale(Path file, FileStat expected) throws UnixException {
    try (var place = SocketFile.place(file);
        var probe = Socket.open(Domain.UNIX, SocketType.DATAGRAM, 0);
        var arena = Arena.ofConfined()) {
      var found = place.borrow(FileStat::of);
      if (!found.is(expected) || found.kind() != SysStatH.S_IFSOCK || !mayBeReplaced(found)) {
        return false;
      }
      var itself = new UnixAddress.File(Path.of("/proc/self/fd/" + place.borrow(n -> n)));
      var name = Sockaddr.of(itself, arena);
      var result = probe.fd().borrow(n -> SysSocketH.connect(n, name.memory(), name.size()));
      return result == -Errno.ECONNREFUSED.number();
    } catch (UnixException.NotFound e) {
      return false;
    }
  }

  private boolean mayBeReplaced(FileStat file) {
    return file.isOurs()
        || (binding.owner().isPresent() && binding.owner().getAsInt() == file.owner());
  }

  private static void rename(Path from, Path to) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      StdioH.rename(CPath.of(from, arena), CPath.of(to, arena));
    } catch (UnixException e) {
      throw e.about(from.toString());
    }
  }

  /// Waits a little: another one may be at work, perhaps for another file of the folder.
  private Fd lock(Path folder) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var flags = FcntlH.O_RDONLY | FcntlH.O_DIRECTORY | FcntlH.O_CLOEXEC;
      var number = FcntlH.open(CPath.of(folder, arena), flags, 0);
      if (number < 0) {
        throw UnixException.of("open", folder.toString(), new Errno(-number));
      }
      var fd = Fd.own(number);
      var locked = false;
      try {
        locked = lock(number);
      } finally {
        if (!locked) {
          fd.close();
        }
      }
      if (!locked) {
        throw inUse;
      }
      return fd;
    }
  }

  private static boolean lock(int number) throws UnixException {
    for (var end = System.nanoTime() + PATIENCE; ; LockSupport.parkNanos(PAUSE)) {
      try {
        SysFileH.flock(number, SysFileH.LOCK_EX | SysFileH.LOCK_NB);
        return true;
      } catch (UnixException e) {
        if (!e.is(Errno.EAGAIN)) {
          throw e;
        }
        if (System.nanoTime() - end > 0) {
          return false;
        }
      }
    }
  }
}
