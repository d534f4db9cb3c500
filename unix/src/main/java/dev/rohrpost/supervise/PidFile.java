package dev.rohrpost.supervise;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.FileStat;
import dev.rohrpost.libc.StdioH;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.libc.UnistdH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The file that holds the number of this process, locked while this process runs.
///
/// A number alone would say little: it may be another process's by now, or this one's own, as every
/// first process of a container is 1.
final class PidFile implements AutoCloseable {
  private static final int MODE = 0644;
  private static final int LONGEST = 32;
  private static final String SELF = ProcessHandle.current().pid() + "\n";

  private final LockedFile file;

  private PidFile(LockedFile file) {
    this.file = file;
  }

  /// Writes the file. What a supervisor that has ended left there is replaced; anything else is
  /// left alone.
  ///
  /// @throws UnixException with EEXIST if there is something else than a pid file of this user,
  ///   EAGAIN if another supervisor has it, or what open(2) and write(2) say of a new file: ENOENT,
  ///   EACCES, ENOTDIR, EROFS, ENOSPC
  static PidFile write(Path path) throws UnixException {
    var draft = draft(path);
    try {
      while (!publish(draft, path)) {
        // another supervisor was faster, and may have ended already
      }
      return new PidFile(new LockedFile(path, draft.fd(), draft.what()));
    } catch (UnixException e) {
      remove(draft.path());
      draft.close();
      throw e;
    }
  }

  /// Writes a file beside it, which gets the name when it is whole.
  private static LockedFile draft(Path path) throws UnixException {
    var name = ".rohrpost-" + Long.toHexString(System.nanoTime());
    var place = path.toAbsolutePath().resolveSibling(name);
    Fd fd;
    try {
      fd = LockedFile.open(place, FcntlH.O_WRONLY | FcntlH.O_CREAT | FcntlH.O_EXCL, MODE);
    } catch (UnixException e) {
      throw e.about(path.toString());
    }
    try {
      write(fd);
      return LockedFile.lock(place, fd).orElseThrow();
    } catch (UnixException e) {
      remove(place);
      fd.close();
      throw e.about(path.toString());
    }
  }

  private static void write(Fd fd) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var text = arena.allocateFrom(SELF, StandardCharsets.US_ASCII);
      long result = fd.borrow("write", n -> UnistdH.write(n, text, SELF.length()));
      if (result < 0) {
        throw UnixException.of("write", new Errno((int) -result));
      }
    }
  }

  /// Gives the draft its name.
  ///
  /// @return false if what was there has changed meanwhile
  private static boolean publish(LockedFile draft, Path path) throws UnixException {
    var before = lockExisting(path);
    if (before.isEmpty()) {
      return link(draft.path(), path);
    }
    try (var old = before.get()) {
      if (!old.isAt(path)) {
        return false;
      }
      try (var arena = Arena.ofConfined()) {
        StdioH.rename(CPath.of(draft.path(), arena), CPath.of(path, arena));
        return true;
      } catch (UnixException e) {
        throw e.about(path.toString());
      }
    }
  }

  private static boolean link(Path draft, Path path) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var from = CPath.of(draft, arena);
      var to = CPath.of(path, arena);
      var result = UnistdH.linkat(FcntlH.AT_FDCWD, from, FcntlH.AT_FDCWD, to, 0);
      if (result == -Errno.EEXIST.number()) {
        return false;
      }
      if (result < 0) {
        throw UnixException.of("linkat", path.toString(), new Errno(-result));
      }
      UnistdH.unlink(from);
      return true;
    }
  }

  /// Locks a pid file of before, if there is one.
  private static Optional<LockedFile> lockExisting(Path path) throws UnixException {
    FileStat there;
    try {
      there = FileStat.at(path);
    } catch (UnixException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
    refuseUnlessOurs(path, there);
    var fd = LockedFile.open(path, FcntlH.O_RDONLY | FcntlH.O_NONBLOCK, 0);
    var number = number(fd, path);
    var locked = LockedFile.lock(path, fd);
    if (locked.isEmpty()) {
      throw UnixException.of("flock", path + ", of supervisor " + number, Errno.EAGAIN);
    }
    return locked;
  }

  private static void refuseUnlessOurs(Path path, FileStat there) throws UnixException {
    if (there.kind() != SysStatH.S_IFREG) {
      throw refused(path, kind(there.kind()));
    }
    if (!there.isOurs()) {
      throw refused(path, "a file of the user " + there.owner());
    }
  }

  private static String kind(int kind) {
    return switch (kind) {
      case SysStatH.S_IFLNK -> "a symbolic link";
      case SysStatH.S_IFDIR -> "a folder";
      case SysStatH.S_IFIFO -> "a FIFO";
      case SysStatH.S_IFSOCK -> "a socket";
      default -> "a device";
    };
  }

  /// What a new file with this name is refused with.
  private static UnixException refused(Path path, String what) {
    return UnixException.of("open", path + ", " + what + " and no pid file", Errno.EEXIST);
  }

  /// Reads the number that is in a file.
  private static String number(Fd fd, Path path) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(LONGEST);
      long count = fd.borrow("read", n -> UnistdH.read(n, bytes, LONGEST));
      if (count < 0) {
        throw UnixException.of("read", path.toString(), new Errno((int) -count));
      }
      var content = bytes.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
      var text = new String(content, StandardCharsets.ISO_8859_1);
      if (!text.matches("\\d*\\n?")) {
        throw refused(path, "a file with other text");
      }
      return text.strip();
    } catch (UnixException e) {
      fd.close();
      throw e;
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // somebody took the folder away; there is nobody to tell
    }
  }

  /// Removes the file, if it is still ours.
  @Override
  public void close() {
    try {
      if (file.isAt(file.path())) {
        remove(file.path());
      }
    } catch (UnixException e) {
      // somebody took the folder away; there is nobody to tell
    } finally {
      file.close();
    }
  }
}
