package dev.rohrpost.memory;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// A name in `/dev/shm`, and what can be done about it.
///
/// A file is made without a name and gets it when it is complete: whoever dies on the way leaves
/// nothing behind.
record ShmPlace(String name, Path path) {
  static final Path FOLDER = Path.of("/dev/shm");

  private static final String NO_SEGMENT = "it is no segment but another kind of file";
  private static final long MODE = offset("st_mode");
  private static final long UID = offset("st_uid");
  private static final long GID = offset("st_gid");
  private static final long INODE = offset("st_ino");

  static ShmPlace of(String name) throws UnixException {
    var last = name.substring(Math.min(1, name.length()));
    if (!name.startsWith("/")
        || last.isEmpty()
        || last.contains("/")
        || last.indexOf('\0') >= 0
        || last.equals(".")
        || last.equals("..")) {
      throw UnixException.of("shm_open", name + ", not a slash and a name", Errno.EINVAL);
    }
    if (last.getBytes(StandardCharsets.UTF_8).length > SharedMemory.LONGEST_NAME) {
      var limit = name + ", more than " + SharedMemory.LONGEST_NAME + " bytes";
      throw UnixException.of("shm_open", limit, Errno.ENAMETOOLONG);
    }
    return new ShmPlace(name, FOLDER.resolve(last));
  }

  /// Makes a file that is not under the name yet, with all of its space.
  Fd make(long size, FileMode mode) throws UnixException {
    Fd made;
    try (var arena = Arena.ofConfined()) {
      var flags = FcntlH.O_TMPFILE | FcntlH.O_RDWR | FcntlH.O_CLOEXEC;
      made = opened(FcntlH.open(CPath.of(FOLDER, arena), flags, mode.bits()));
    }
    try {
      FileSize.allocate(made, size);
      return made;
    } catch (UnixException e) {
      made.close();
      throw e.about(name + " of " + size + " bytes");
    }
  }

  /// Puts a file under the name.
  ///
  /// @return false if the name is taken
  boolean publish(Fd file) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var to = CPath.of(path, arena);
      int result =
          file.borrow(
              "linkat",
              n -> {
                var from = arena.allocateFrom("/proc/self/fd/" + n);
                return UnistdH.linkat(
                    FcntlH.AT_FDCWD, from, FcntlH.AT_FDCWD, to, FcntlH.AT_SYMLINK_FOLLOW);
              });
      if (result < 0 && -result != Errno.EEXIST.number()) {
        throw UnixException.of("linkat", name, new Errno(-result));
      }
      return result == 0;
    }
  }

  UnixException taken() {
    return UnixException.of("shm_open", name, Errno.EEXIST);
  }

  /// Opens what is under the name, if it is a file of somebody who is trusted.
  Fd open(Access access, Trust trust) throws UnixException {
    Fd fd;
    try (var arena = Arena.ofConfined()) {
      var mode = access == Access.READ_ONLY ? FcntlH.O_RDONLY : FcntlH.O_RDWR;
      var flags = mode | FcntlH.O_NOFOLLOW | FcntlH.O_CLOEXEC | FcntlH.O_NONBLOCK;
      fd = opened(FcntlH.open(CPath.of(path, arena), flags, 0));
    }
    try {
      check(fd, trust);
      return fd;
    } catch (UnixException e) {
      fd.close();
      throw e;
    }
  }

  private void check(Fd fd, Trust trust) throws UnixException {
    if (fd.kind() != FdKind.FILE) {
      throw UnixException.verdict("shm_open", name, NO_SEGMENT);
    }
    var owner = status(fd).uid();
    if (trust == Trust.OWN && owner != 0 && owner != UnistdH.geteuid()) {
      throw UnixException.verdict(
          "shm_open", name, "it belongs to user " + owner + ", who is not trusted");
    }
  }

  SharedMemory.Status status(Fd fd) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var stat = arena.allocate(SysStatH.STAT);
      return fd.borrow(
          "fstat",
          n -> {
            SysStatH.fstat(n, stat);
            return status(stat);
          });
    }
  }

  /// Looks without opening; empty if nothing is there any more.
  Optional<SharedMemory.Status> look() throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var stat = arena.allocate(SysStatH.STAT);
      SysStatH.lstat(CPath.of(path, arena), stat);
      return Optional.of(status(stat));
    } catch (UnixException.NotFound _) {
      return Optional.empty();
    }
  }

  private SharedMemory.Status status(MemorySegment stat) {
    return new SharedMemory.Status(
        name,
        FileSize.of(stat),
        stat.get(ValueLayout.JAVA_INT, UID),
        stat.get(ValueLayout.JAVA_INT, GID),
        FileMode.permissionsIn(stat.get(ValueLayout.JAVA_INT, MODE)));
  }

  /// Tells whether a file still is under the name.
  boolean leadsTo(Fd file) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var open = arena.allocate(SysStatH.STAT);
      var there = arena.allocate(SysStatH.STAT);
      SysStatH.lstat(CPath.of(path, arena), there);
      return file.borrow(
          "fstat",
          n -> {
            SysStatH.fstat(n, open);
            return open.get(ValueLayout.JAVA_LONG, INODE)
                == there.get(ValueLayout.JAVA_LONG, INODE);
          });
    } catch (UnixException.NotFound e) {
      return false;
    }
  }

  void remove() throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var stat = arena.allocate(SysStatH.STAT);
      SysStatH.lstat(CPath.of(path, arena), stat);
      if ((stat.get(ValueLayout.JAVA_INT, MODE) & SysStatH.S_IFMT) != SysStatH.S_IFREG) {
        throw UnixException.verdict("shm_unlink", name, NO_SEGMENT);
      }
      UnistdH.unlink(CPath.of(path, arena));
    } catch (UnixException e) {
      throw e instanceof UnixException.Verdict ? e : e.about("shm_unlink", name);
    }
  }

  private Fd opened(int result) throws UnixException {
    if (result < 0) {
      throw UnixException.of("shm_open", name, new Errno(-result));
    }
    return Fd.own(result);
  }

  private static long offset(String member) {
    return SysStatH.STAT.byteOffset(PathElement.groupElement(member));
  }
}
