package dev.rohrpost.pipe;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// A pipe with a name in the file system.
///
/// Opening one end waits until another process opens the other. Each way to open looks first what
/// the name leads to, without opening it: symbolic links are refused with ELOOP, what is not a FIFO
/// with words ([UnixException.Verdict]). A link in a folder above the name is followed.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/fifo.7.html">fifo(7)</a>
public final class Fifo {
  private static final long DEVICE = offset("st_dev");
  private static final long INODE = offset("st_ino");

  private Fifo() {}

  /// Makes a FIFO that only this user may open.
  ///
  /// @param path its name, where nothing is yet
  /// @throws UnixException with EEXIST if something is there (a link that leads nowhere too),
  ///   ENOENT if the folder is missing, ENOTDIR if that is a file, ENAMETOOLONG, EACCES, EROFS or
  ///   ENOSPC
  /// @see <a href="https://man7.org/linux/man-pages/man3/mkfifo.3.html">mkfifo(3)</a>
  public static void create(Path path) throws UnixException {
    create(path, FileMode.OWNER_ONLY);
  }

  /// Makes a FIFO.
  ///
  /// @param path its name, where nothing is yet
  /// @param mode who may open it, as in `0620`, without what the umask of this process takes away
  /// @throws UnixException as [#create(Path)]
  /// @see <a href="https://man7.org/linux/man-pages/man3/mkfifo.3.html">mkfifo(3)</a>
  public static void create(Path path, FileMode mode) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      SysStatH.mkfifo(CPath.of(path, arena), mode.bits());
    } catch (UnixException e) {
      throw e.about(path.toString());
    }
  }

  /// Opens a FIFO for reading, waiting for a writer until a deadline. A writer that comes in the
  /// moment of giving up may find that its reader has gone.
  ///
  /// @param path the FIFO
  /// @param deadline when to give up; nothing is open then
  /// @return the end to read from, or empty if the deadline passed
  /// @throws UnixException with ENOENT, EACCES, ENOTDIR, ENAMETOOLONG, ELOOP if it is a symbolic
  ///   link, a [UnixException.Verdict] if it is no FIFO, or EMFILE
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Optional<ReadEnd> openForReading(Path path, Deadline deadline)
      throws UnixException, InterruptedException {
    return openAndWait(path, FcntlH.O_RDONLY, deadline).map(ReadEnd::new);
  }

  /// Opens a FIFO for reading at once, also where nobody writes. As long as nobody has it open for
  /// writing, reading answers the end of the stream.
  ///
  /// @param path the FIFO
  /// @return the end to read from
  /// @throws UnixException as [#openForReading]
  public static ReadEnd openForReadingAtOnce(Path path) throws UnixException {
    return new ReadEnd(openAtOnce(path, FcntlH.O_RDONLY));
  }

  /// Opens a FIFO for writing, waiting for a reader until a deadline.
  ///
  /// @param path the FIFO
  /// @param deadline when to give up; nothing is open then. With [Deadline#NOW] the answer says
  ///   whether there is a reader (ENXIO is not an exception here)
  /// @return the end to write to, or empty if the deadline passed
  /// @throws UnixException with ENOENT, EACCES, ENOTDIR, ENAMETOOLONG, ELOOP if it is a symbolic
  ///   link, a [UnixException.Verdict] if it is no FIFO, or EMFILE
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static Optional<WriteEnd> openForWriting(Path path, Deadline deadline)
      throws UnixException, InterruptedException {
    if (!deadline.hasPassed()) {
      return openAndWait(path, FcntlH.O_WRONLY, deadline).map(WriteEnd::new);
    }
    try {
      return Optional.of(new WriteEnd(openAtOnce(path, FcntlH.O_WRONLY)));
    } catch (UnixException e) {
      if (e.is(Errno.ENXIO)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Opens a FIFO for reading and writing, which does not wait for anybody. Whoever holds it so
  /// keeps readers from seeing the end of the stream. Linux only: POSIX leaves it undefined.
  ///
  /// @param path the FIFO
  /// @return a descriptor for a [ReadEnd] or a [WriteEnd]; the caller closes it
  /// @throws UnixException as [#openForReading]
  public static Fd openBoth(Path path) throws UnixException {
    try (var place = look(path)) {
      return checked(path, reopen(place, FcntlH.O_RDWR));
    }
  }

  /// Removes the name of a FIFO; who has it open is not disturbed.
  ///
  /// @param path the FIFO
  /// @throws UnixException with ELOOP if it is a symbolic link, a [UnixException.Verdict] if it is
  ///   no FIFO, ENOENT, EACCES, EPERM or EROFS. Between the look and the removal somebody else may
  ///   put another thing there, if the folder is not your own.
  /// @see <a href="https://man7.org/linux/man-pages/man2/unlink.2.html">unlink(2)</a>
  public static void remove(Path path) throws UnixException {
    look(path).close();
    try (var arena = Arena.ofConfined()) {
      UnistdH.unlink(CPath.of(path, arena));
    } catch (UnixException e) {
      throw e.about(path.toString());
    }
  }

  /// Tells whether a name still leads to the FIFO that is open: it may have been removed, and made
  /// anew by somebody else, and then the two sides wait for each other at different ones.
  ///
  /// @param path the name
  /// @param fd what was opened there
  /// @return false if nothing or another thing is there now
  /// @throws UnixException with EBADF if the descriptor is closed, EACCES or ENOTDIR
  public static boolean isStillAt(Path path, Fd fd) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var there = arena.allocate(SysStatH.STAT);
      var open = arena.allocate(SysStatH.STAT);
      var _ = fd.borrow("fstat", n -> stat(n, open));
      SysStatH.lstat(CPath.of(path, arena), there);
      return is(there, open, DEVICE) && is(there, open, INODE);
    } catch (UnixException.NotFound e) {
      return false;
    }
  }

  private static boolean is(MemorySegment one, MemorySegment other, long member) {
    return one.get(ValueLayout.JAVA_LONG, member) == other.get(ValueLayout.JAVA_LONG, member);
  }

  private static MemorySegment stat(int number, MemorySegment stat) throws UnixException {
    SysStatH.fstat(number, stat);
    return stat;
  }

  private static Optional<Fd> openAndWait(Path path, int access, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var place = look(path)) {
      var result = Wait.call(deadline, () -> reopen(place, access));
      return result == Wait.TIMED_OUT ? Optional.empty() : Optional.of(checked(path, result));
    }
  }

  /// The open file description is new and nobody else's, so the flag may come and go.
  private static Fd openAtOnce(Path path, int access) throws UnixException {
    try (var place = look(path)) {
      var fd = checked(path, reopen(place, access | FcntlH.O_NONBLOCK));
      var _ = fd.borrow("fcntl", n -> FcntlH.fcntl(n, FcntlH.F_SETFL, 0));
      return fd;
    }
  }

  private static Fd checked(Path path, long result) throws UnixException {
    if (result < 0) {
      throw UnixException.of("open", path.toString(), new Errno((int) -result));
    }
    return Fd.own((int) result);
  }

  /// Takes hold of a FIFO without opening it. What is opened through this place later is what was
  /// looked at, whatever has happened to the name meanwhile.
  private static Fd look(Path path) throws UnixException {
    Fd place;
    try (var arena = Arena.ofConfined()) {
      var flags = FcntlH.O_PATH | FcntlH.O_NOFOLLOW | FcntlH.O_CLOEXEC;
      place = checked(path, FcntlH.open(CPath.of(path, arena), flags, 0));
    }
    var kind = place.kind();
    if (kind == FdKind.FIFO) {
      return place;
    }
    place.close();
    throw kind == FdKind.SYMBOLIC_LINK
        ? UnixException.of("open", path.toString(), Errno.ELOOP)
        : UnixException.verdict("open", path.toString(), words(kind));
  }

  private static String words(FdKind kind) {
    return "it is a " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " and not a FIFO";
  }

  private static long reopen(Fd place, int flags) throws UnixException {
    return place.borrow(n -> {
      try (var arena = Arena.ofConfined()) {
        var path = arena.allocateFrom("/proc/self/fd/" + n);
        return (long) FcntlH.open(path, flags | FcntlH.O_CLOEXEC, 0);
      }
    });
  }

  private static long offset(String member) {
    return SysStatH.STAT.byteOffset(PathElement.groupElement(member));
  }
}
