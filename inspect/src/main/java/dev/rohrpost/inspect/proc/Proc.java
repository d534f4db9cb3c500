package dev.rohrpost.inspect.proc;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.DirentH;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.libc.SysVfsH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads files, links and directories below open directories, for one thread.
///
/// Processes end while they are looked at, so that something is gone is no exception: methods
/// answer null, and [#error()] says why. A directory of a process stays that of this process: when
/// its number is given to another one, everything in the directory is gone.
public final class Proc implements AutoCloseable {
  private static final int PATH_MAX = 4096;
  private static final int START = 16 * 1024;
  private static final int SHORT = 32;
  private static final long MQUEUE_MAGIC = 0x19800202L;

  private static final int RECLEN = offset("d_reclen");
  private static final int NAME = offset("d_name");
  private static final long MODE = statOffset("st_mode");
  private static final long UID = statOffset("st_uid");
  private static final long INODE = statOffset("st_ino");
  private static final long DEVICE = statOffset("st_dev");
  private static final long SIZE = statOffset("st_size");

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment path = arena.allocate(PATH_MAX);
  private final MemorySegment stat = arena.allocate(SysStatH.STAT);
  private final MemorySegment statfs = arena.allocate(SysVfsH.STATFS);
  private final byte[] name = new byte[PATH_MAX];
  private MemorySegment buffer = arena.allocate(START);
  private byte[] copy =
      new byte[START]; // of the buffer: an array is read faster, before all in a cold JVM
  private int error;

  /// Makes a reader for this thread.
  public Proc() {}

  /// What `stat` tells.
  ///
  /// @param mode type and permissions
  /// @param uid the owner
  /// @param device where it is
  /// @param inode its number there
  /// @param size in bytes
  public record Stat(int mode, int uid, long device, long inode, long size) {
    /// {@return whether it is of a type}
    ///
    /// @param type `S_IF*`
    public boolean is(int type) {
      return (mode & SysStatH.S_IFMT) == type;
    }
  }

  /// Opens `/proc`.
  ///
  /// @return the descriptor
  /// @throws UnixException with EMFILE, ENFILE, or what it says where it is not to be read
  public int root() throws UnixException {
    var root = directory(FcntlH.AT_FDCWD, "/proc");
    if (root < 0) {
      throw UnixException.of("open", "/proc", error());
    }
    return root;
  }

  /// Opens a directory.
  ///
  /// @param directory where the path begins, or `AT_FDCWD`
  /// @param name the path from there
  /// @return the descriptor, or -1
  public int directory(int directory, String name) {
    var flags = FcntlH.O_RDONLY | FcntlH.O_DIRECTORY | FcntlH.O_CLOEXEC;
    return succeeded(FcntlH.openat(directory, cString(name), flags, 0));
  }

  /// Closes what [#directory] opened.
  ///
  /// @param directory the descriptor
  public void close(int directory) {
    var _ = UnistdH.close(directory);
  }

  /// Lists the names in a directory that are numbers.
  ///
  /// @param directory an open directory, which has not been listed yet
  /// @return the numbers as the kernel orders them, or null
  public int @Nullable [] numbers(int directory) {
    var numbers = new int[64];
    var count = 0;
    while (true) {
      var bytes = succeeded(DirentH.getdents64(directory, buffer, buffer.byteSize()));
      if (bytes < 0) {
        return null;
      }
      if (bytes == 0) {
        return Arrays.copyOf(numbers, count);
      }
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, copy, 0, bytes);
      for (var at = 0; at < bytes; at += length(at)) {
        var number = number(at + NAME);
        if (number >= 0) {
          if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
          }
          numbers[count++] = number;
        }
      }
    }
  }

  private int length(int entry) {
    var low = Byte.toUnsignedInt(copy[entry + RECLEN]);
    return low | Byte.toUnsignedInt(copy[entry + RECLEN + 1]) << Byte.SIZE;
  }

  /// Reads the digits of a name.
  private int number(int at) {
    var number = 0;
    for (var i = at; copy[i] != 0; i++) {
      if (copy[i] < '0' || copy[i] > '9') {
        return -1;
      }
      number = 10 * number + copy[i] - '0';
    }
    return number;
  }

  /// Reads a file of any length.
  ///
  /// @param directory where the path begins
  /// @param name the path from there
  /// @return its text, or null
  public @Nullable String text(int directory, String name) {
    return read(directory, name, Extent.TO_THE_END);
  }

  /// Reads a file that the kernel hands out in one piece, as all those of a process but its lists.
  /// Asking whether that was the end would cost as much again.
  ///
  /// @param directory where the path begins
  /// @param name the path from there
  /// @return its text, or null
  public @Nullable String piece(int directory, String name) {
    return read(directory, name, Extent.ONE_PIECE);
  }

  /// How much to read.
  private enum Extent {
    ONE_PIECE,
    TO_THE_END
  }

  private @Nullable String read(int directory, String name, Extent extent) {
    var flags = FcntlH.O_RDONLY | FcntlH.O_CLOEXEC;
    var fd = succeeded(FcntlH.openat(directory, cString(name), flags, 0));
    if (fd < 0) {
      return null;
    }
    try {
      var size = 0;
      while (true) {
        var free = size == 0 ? buffer : buffer.asSlice(size);
        var count = succeeded((int) UnistdH.read(fd, free.address(), free.byteSize()));
        if (count < 0) {
          return null;
        }
        size += count;
        if (count == 0 || (extent == Extent.ONE_PIECE && size < buffer.byteSize())) {
          return text(size);
        }
        if (size == buffer.byteSize()) {
          grow();
        }
      }
    } finally {
      close(fd);
    }
  }

  /// Returns what is at the beginning of the buffer.
  private String text(int size) {
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, copy, 0, size);
    return new String(copy, 0, size, StandardCharsets.UTF_8);
  }

  private void grow() {
    var bigger = arena.allocate(2 * buffer.byteSize());
    bigger.copyFrom(buffer);
    buffer = bigger;
    copy = new byte[(int) bigger.byteSize()];
  }

  /// Reads memory of a process.
  ///
  /// @param pid the process
  /// @param address where
  /// @param size how many bytes
  /// @return the bytes, or null if not all of them can be read
  public byte @Nullable [] memory(int pid, long address, int size) {
    var flags = FcntlH.O_RDONLY | FcntlH.O_CLOEXEC;
    var fd = succeeded(FcntlH.openat(FcntlH.AT_FDCWD, cString("/proc/" + pid + "/mem"), flags, 0));
    if (fd < 0) {
      return null;
    }
    try {
      while (buffer.byteSize() < size) {
        grow();
      }
      var count = succeeded((int) UnistdH.pread(fd, buffer, size, address));
      return count < size ? null : buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
    } finally {
      close(fd);
    }
  }

  /// Reads where a link leads.
  ///
  /// @param directory where the path begins
  /// @param name the link from there
  /// @return the target, or null
  public @Nullable String link(int directory, String name) {
    var count = succeeded(UnistdH.readlinkat(directory, cString(name), buffer, PATH_MAX));
    return count < 0 ? null : text(count);
  }

  /// Asks what is behind a link, or at a path.
  ///
  /// @param directory where the path begins
  /// @param name the path from there
  /// @return what it is, or null
  public @Nullable Stat stat(int directory, String name) {
    return stat(directory, name, 0);
  }

  /// Asks for a link itself. That of a descriptor in `/proc` has the mode in which the descriptor
  /// was opened.
  ///
  /// @param directory where the path begins
  /// @param name the path from there
  /// @return what it is, or null
  public @Nullable Stat linkStat(int directory, String name) {
    return stat(directory, name, FcntlH.AT_SYMLINK_NOFOLLOW);
  }

  private @Nullable Stat stat(int directory, String name, int flags) {
    if (succeeded(SysStatH.fstatat(directory, cString(name), stat, flags)) < 0) {
      return null;
    }
    return new Stat(
        stat.get(ValueLayout.JAVA_INT, MODE),
        stat.get(ValueLayout.JAVA_INT, UID),
        stat.get(ValueLayout.JAVA_LONG, DEVICE),
        stat.get(ValueLayout.JAVA_LONG, INODE),
        stat.get(ValueLayout.JAVA_LONG, SIZE));
  }

  /// Tells whether a path leads to a POSIX message queue.
  ///
  /// @param name the path
  /// @return false also where it leads nowhere
  public boolean isPosixQueue(String name) {
    return succeeded(SysVfsH.statfs(cString(name), statfs)) == 0
        && statfs.get(ValueLayout.JAVA_LONG, 0) == MQUEUE_MAGIC;
  }

  /// {@return why the last call failed}
  public Errno error() {
    return new Errno(error);
  }

  /// {@return whether the last call failed because this user may not look, and not because there is
  /// nothing any longer}
  public boolean isDenied() {
    return error == Errno.EACCES.number() || error == Errno.EPERM.number();
  }

  private int succeeded(int result) {
    if (result < 0) {
      error = -result;
      return -1;
    }
    return result;
  }

  private MemorySegment cString(String text) {
    var size = ascii(text);
    if (size < 0) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      size = bytes.length;
      if (size >= PATH_MAX) {
        throw new IllegalArgumentException("a path has at most " + (PATH_MAX - 1) + " bytes");
      }
      System.arraycopy(bytes, 0, name, 0, size);
    }
    name[size] = 0;
    MemorySegment.copy(name, 0, path, ValueLayout.JAVA_BYTE, 0, size + 1);
    return path;
  }

  /// Copies a short name as it is; nearly all are.
  ///
  /// @return its length, or -1 if it is another one
  private int ascii(String text) {
    var size = text.length();
    if (size >= SHORT) {
      return -1;
    }
    for (var i = 0; i < size; i++) {
      var c = text.charAt(i);
      if (c >= 0x80) {
        return -1;
      }
      name[i] = (byte) c;
    }
    return size;
  }

  @Override
  public void close() {
    arena.close();
  }

  private static int offset(String member) {
    return (int) DirentH.DIRENT64.byteOffset(PathElement.groupElement(member));
  }

  private static long statOffset(String member) {
    return SysStatH.STAT.byteOffset(PathElement.groupElement(member));
  }
}
