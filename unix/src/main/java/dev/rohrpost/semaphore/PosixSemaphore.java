package dev.rohrpost.semaphore;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.libc.UnistdH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/// The named semaphores of POSIX, as sem_open(3) of the C library makes them: files `sem.NAME` in
/// `/dev/shm`. They live until somebody removes them or the machine stops, and what a killed
/// process has taken stays taken.
///
/// This library looks at them and removes them; taking and giving is the C library's, whose
/// semaphores are words in memory. Of such a file of 32 bytes the first four are the value, and the
/// next four the number of those who wait (glibc from 2.21 on, with 64 bits).
///
/// @see <a href="https://man7.org/linux/man-pages/man7/sem_overview.7.html">sem_overview(7)</a>
public final class PosixSemaphore {
  private static final Path FOLDER = Path.of("/dev/shm");
  private static final String PREFIX = "sem.";
  private static final long SIZE = 32; // sizeof(sem_t)
  private static final int LONGEST_NAME = 251;

  private PosixSemaphore() {}

  /// A semaphore, as it was when it was looked at.
  ///
  /// @param name as in `/jobs`
  /// @param value how many there are to take; empty if this user may not look
  /// @param waiting how many threads wait to take; empty if this user may not look
  /// @param uid the user who owns it
  /// @param gid the group that owns it
  /// @param mode who may take and give, as in `0600`
  public record Status(
      String name, OptionalInt value, OptionalInt waiting, int uid, int gid, FileMode mode) {}

  /// Lists all, by name.
  ///
  /// @return those of the `/dev/shm` that this process sees
  /// @throws UnixException with EACCES if the folder may not be read, ENOENT if there is none
  public static List<Status> list() throws UnixException {
    var all = new ArrayList<Status>();
    try (var files = Files.newDirectoryStream(FOLDER, PREFIX + "*")) {
      for (var file : files) {
        var name = "/" + file.getFileName().toString().substring(PREFIX.length());
        try {
          all.add(status(name));
        } catch (UnixException.NotFound | UnixException.Verdict _) {
          // It was just removed, or is something else that is called so.
        }
      }
    } catch (DirectoryIteratorException e) {
      throw UnixException.of("getdents64", FOLDER.toString(), Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw UnixException.of("open", FOLDER.toString(), e);
    }
    all.sort(Comparator.comparing(Status::name));
    return all;
  }

  /// Looks at a semaphore.
  ///
  /// @param name as in `/jobs`
  /// @return as it is now
  /// @throws IllegalArgumentException if it is no slash and up to 251 bytes without one
  /// @throws UnixException.Verdict if what has the name is no semaphore
  /// @throws UnixException with ENOENT if there is none
  public static Status status(String name) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var stat = look(name, arena);
      var word = words(name, arena);
      return new Status(
          name,
          word.byteSize() == 0 ? OptionalInt.empty() : OptionalInt.of(integer(word, 0)),
          word.byteSize() == 0 ? OptionalInt.empty() : OptionalInt.of(integer(word, 4)),
          integer(stat, offset("st_uid")),
          integer(stat, offset("st_gid")),
          FileMode.permissionsIn(integer(stat, offset("st_mode"))));
    }
  }

  /// Removes the name, as sem_unlink(3). Who has the semaphore open goes on.
  ///
  /// @param name as in `/jobs`
  /// @throws IllegalArgumentException as [#status]
  /// @throws UnixException.Verdict if what has the name is no semaphore, and stays
  /// @throws UnixException with ENOENT, EACCES or EPERM
  /// @see <a href="https://man7.org/linux/man-pages/man3/sem_unlink.3.html">sem_unlink(3)</a>
  public static void remove(String name) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var _ = look(name, arena);
      UnistdH.unlink(CPath.of(file(name), arena));
    } catch (UnixException e) {
      throw e instanceof UnixException.Verdict ? e : e.about("sem_unlink", name);
    }
  }

  /// Returns the file of a semaphore.
  ///
  /// @param name as in `/jobs`
  /// @return such as `/dev/shm/sem.jobs`
  /// @throws IllegalArgumentException if it is no slash and up to 251 bytes without one
  public static Path file(String name) {
    if (!name.matches("/[^/\0]+")
        || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME + 1) {
      throw new IllegalArgumentException(
          "a semaphore is named by a slash and up to "
              + LONGEST_NAME
              + " bytes without one, not "
              + name);
    }
    return FOLDER.resolve(PREFIX + name.substring(1));
  }

  private static MemorySegment look(String name, Arena arena) throws UnixException {
    var stat = arena.allocate(SysStatH.STAT);
    try {
      SysStatH.lstat(CPath.of(file(name), arena), stat);
    } catch (UnixException e) {
      throw e.about("sem_open", name);
    }
    if ((integer(stat, offset("st_mode")) & SysStatH.S_IFMT) != SysStatH.S_IFREG
        || stat.get(ValueLayout.JAVA_LONG, offset("st_size")) != SIZE) {
      throw UnixException.verdict("sem_open", name, "its file in /dev/shm is no semaphore");
    }
    return stat;
  }

  /// Value and waiters; nothing if this user may not read it.
  private static MemorySegment words(String name, Arena arena) throws UnixException {
    var flags = FcntlH.O_RDONLY | FcntlH.O_NOFOLLOW | FcntlH.O_NONBLOCK | FcntlH.O_CLOEXEC;
    var number = FcntlH.open(CPath.of(file(name), arena), flags, 0);
    if (number == -Errno.EACCES.number()) {
      return MemorySegment.NULL;
    }
    if (number < 0) {
      throw UnixException.of("sem_open", name, new Errno(-number));
    }
    try (var fd = Fd.own(number)) {
      var words = arena.allocate(Long.BYTES, Long.BYTES);
      long read = fd.borrow("pread", n -> UnistdH.pread(n, words, Long.BYTES, 0));
      return read == Long.BYTES ? words : MemorySegment.NULL;
    }
  }

  private static int integer(MemorySegment from, long at) {
    return from.get(ValueLayout.JAVA_INT, at);
  }

  private static long offset(String member) {
    return SysStatH.STAT.byteOffset(PathElement.groupElement(member));
  }
}
