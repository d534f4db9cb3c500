package dev.rohrpost.ipc;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.SysIpcH;
import dev.rohrpost.libc.SysStatH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Locale;

/// The name of an object of System V: a number on which its users agree.
///
/// Queues, semaphores and memory have a key space each: one number can name one of each kind.
///
/// @param number the key; negative ones are allowed, and printed as unsigned
public record SystemVKey(int number) {
  /// The key of an object that has no name: each one that is opened with it is a new one. Others
  /// reach it by its id.
  public static final SystemVKey PRIVATE = new SystemVKey(SysIpcH.IPC_PRIVATE);

  private static final long DEVICE = offset("st_dev");
  private static final long INODE = offset("st_ino");

  /// Makes a key of a file, as ftok(3) does: programs that name the same file and project meet.
  ///
  /// It is made of the numbers of the file, not of its name, and of few bits of these: a file that
  /// is made anew gives another key, and two files can give the same one.
  ///
  /// @param path a file that is there
  /// @param project tells several objects of one file apart; the lower eight bits count, and by
  ///   convention it is a letter
  /// @return the key
  /// @throws IllegalArgumentException if the project is not 1 to 255
  /// @throws UnixException with ENOENT, EACCES, ENOTDIR, ELOOP or ENAMETOOLONG
  /// @see <a href="https://man7.org/linux/man-pages/man3/ftok.3.html">ftok(3)</a>
  public static SystemVKey of(Path path, char project) throws UnixException {
    if (project < 1 || project > 0xff) {
      throw new IllegalArgumentException("project " + (int) project + " is not 1 to 255");
    }
    try (var arena = Arena.ofConfined()) {
      var stat = arena.allocate(SysStatH.STAT);
      SysStatH.stat(CPath.of(path, arena), stat);
      var device = stat.get(ValueLayout.JAVA_LONG, DEVICE);
      var inode = stat.get(ValueLayout.JAVA_LONG, INODE);
      // As in the C library: calling it could not tell the key -1 from a failure.
      return new SystemVKey(
          (int) ((inode & 0xffff) | ((device & 0xff) << 16) | ((long) project << 24)));
    } catch (UnixException e) {
      throw e.about(path.toString());
    }
  }

  /// {@return whether this is [#PRIVATE]}
  public boolean isPrivate() {
    return number == SysIpcH.IPC_PRIVATE;
  }

  /// {@return the key as ipcs(1) prints it: `0x000005e7`}
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "0x%08x", number);
  }

  private static long offset(String member) {
    return SysStatH.STAT.byteOffset(PathElement.groupElement(member));
  }
}
