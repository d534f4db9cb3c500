package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import dev.rohrpost.UnixException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/// What a `struct stat` tells of a file.
///
/// @param device where it is
/// @param inode which it is there
/// @param links how many names it has
/// @param mode its kind and permissions
/// @param owner whose it is
public record FileStat(long device, long inode, int links, int mode, int owner) {
  private static final int PERMISSIONS = 07777;
  private static final long DEVICE = offset("st_dev");
  private static final long INODE = offset("st_ino");
  private static final long LINKS = offset("st_nlink");
  private static final long MODE = offset("st_mode");
  private static final long OWNER = offset("st_uid");

  private interface Looking {
    void at(MemorySegment path, MemorySegment stat) throws UnixException;
  }

  private static long offset(String member) {
    return SysStatH.STAT.byteOffset(groupElement(member));
  }

  /// Looks at what is at a path; a symbolic link is one.
  ///
  /// @param path the path
  /// @return what is there
  /// @throws UnixException with ENOENT, EACCES, ENOTDIR or ENAMETOOLONG
  public static FileStat at(Path path) throws UnixException {
    return look(path, SysStatH::lstat);
  }

  /// Looks at what is at a path, behind symbolic links.
  ///
  /// @param path the path
  /// @return what is there
  /// @throws UnixException with ENOENT, EACCES, ENOTDIR, ELOOP or ENAMETOOLONG
  public static FileStat behind(Path path) throws UnixException {
    return look(path, SysStatH::stat);
  }

  /// As [#at], where why nothing can be seen does not matter.
  ///
  /// @param path the path
  /// @return what is there; empty if nothing is, or it cannot be seen
  public static Optional<FileStat> ifSeen(Path path) {
    try {
      return Optional.of(at(path));
    } catch (UnixException e) {
      return Optional.empty();
    }
  }

  /// Looks at what a descriptor has open.
  ///
  /// @param fd the descriptor
  /// @return what it is
  /// @throws UnixException with EBADF
  public static FileStat of(int fd) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var stat = arena.allocate(SysStatH.STAT);
      SysStatH.fstat(fd, stat);
      return read(stat);
    }
  }

  private static FileStat look(Path path, Looking looking) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var stat = arena.allocate(SysStatH.STAT);
      looking.at(CPath.of(path, arena), stat);
      return read(stat);
    } catch (UnixException e) {
      throw e.about(path.toString());
    }
  }

  /// The number of links has 64 bits on one architecture, of which the lower 32 come first.
  private static FileStat read(MemorySegment stat) {
    return new FileStat(
        stat.get(ValueLayout.JAVA_LONG, DEVICE),
        stat.get(ValueLayout.JAVA_LONG, INODE),
        stat.get(ValueLayout.JAVA_INT, LINKS),
        stat.get(ValueLayout.JAVA_INT, MODE),
        stat.get(ValueLayout.JAVA_INT, OWNER));
  }

  /// Tells whether it is the same file, whatever has become of its mode and owner.
  ///
  /// @param other what was seen at another time or place
  /// @return whether it is
  public boolean is(FileStat other) {
    return device == other.device && inode == other.inode;
  }

  /// {@return its kind, such as `S_IFREG`}
  public int kind() {
    return mode & SysStatH.S_IFMT;
  }

  /// {@return what may be done with it}
  public int permissions() {
    return mode & PERMISSIONS;
  }

  /// {@return whether it is this user's}
  public boolean isOurs() {
    return owner == UnistdH.geteuid();
  }
}
