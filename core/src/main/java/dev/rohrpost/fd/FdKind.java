package dev.rohrpost.fd;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysStatH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.ValueLayout;

/// What kind of object a descriptor leads to, by its `st_mode`.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/inode.7.html">inode(7)</a>
public enum FdKind {
  /// A pipe or a named FIFO.
  FIFO,
  /// A socket.
  SOCKET,
  /// A regular file; memfds are ones too.
  FILE,
  /// A directory.
  DIRECTORY,
  /// A terminal or another character device.
  CHARACTER_DEVICE,
  /// A disk or another block device.
  BLOCK_DEVICE,
  /// A symbolic link, opened with `O_PATH`.
  SYMBOLIC_LINK,
  /// What has no file type: epoll sets, eventfds, pidfds and their kin.
  ANONYMOUS;

  private static final long MODE = SysStatH.STAT.byteOffset(PathElement.groupElement("st_mode"));

  static FdKind of(int number) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var stat = arena.allocate(SysStatH.STAT);
      SysStatH.fstat(number, stat);
      return ofMode(stat.get(ValueLayout.JAVA_INT, MODE));
    }
  }

  /// Returns the kind that is in a mode.
  ///
  /// @param stMode the member `st_mode` of stat(2)
  /// @return the kind
  public static FdKind ofMode(int stMode) {
    return switch (stMode & SysStatH.S_IFMT) {
      case SysStatH.S_IFIFO -> FIFO;
      case SysStatH.S_IFSOCK -> SOCKET;
      case SysStatH.S_IFREG -> FILE;
      case SysStatH.S_IFDIR -> DIRECTORY;
      case SysStatH.S_IFCHR -> CHARACTER_DEVICE;
      case SysStatH.S_IFBLK -> BLOCK_DEVICE;
      case SysStatH.S_IFLNK -> SYMBOLIC_LINK;
      default -> ANONYMOUS;
    };
  }
}
