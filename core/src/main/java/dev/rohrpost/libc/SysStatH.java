package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.Arch;
import dev.rohrpost.UnixException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What this library uses of `<sys/stat.h>`.
public final class SysStatH {
  /// The bits of the type.
  public static final int S_IFMT = 0xf000;

  /// A FIFO or pipe.
  public static final int S_IFIFO = 0x1000;

  /// A character device.
  public static final int S_IFCHR = 0x2000;

  /// A directory.
  public static final int S_IFDIR = 0x4000;

  /// A block device.
  public static final int S_IFBLK = 0x6000;

  /// A regular file.
  public static final int S_IFREG = 0x8000;

  /// A symbolic link.
  public static final int S_IFLNK = 0xa000;

  /// A socket.
  public static final int S_IFSOCK = 0xc000;

  /// What a file is. The two families order its members differently.
  public static final StructLayout STAT =
      Arch.pick(
              structLayout(
                  JAVA_LONG.withName("st_dev"),
                  JAVA_LONG.withName("st_ino"),
                  JAVA_LONG.withName("st_nlink"),
                  JAVA_INT.withName("st_mode"),
                  JAVA_INT.withName("st_uid"),
                  JAVA_INT.withName("st_gid"),
                  paddingLayout(4),
                  JAVA_LONG.withName("st_rdev"),
                  JAVA_LONG.withName("st_size"),
                  paddingLayout(88)),
              structLayout(
                  JAVA_LONG.withName("st_dev"),
                  JAVA_LONG.withName("st_ino"),
                  JAVA_INT.withName("st_mode"),
                  JAVA_INT.withName("st_nlink"),
                  JAVA_INT.withName("st_uid"),
                  JAVA_INT.withName("st_gid"),
                  JAVA_LONG.withName("st_rdev"),
                  paddingLayout(8),
                  JAVA_LONG.withName("st_size"),
                  paddingLayout(72)))
          .withName("stat");

  private static final CFunction FSTAT = CFunction.of("int fstat(int, struct stat *)");
  private static final CFunction CALL_STAT = CFunction.of("int stat(const char *, struct stat *)");
  private static final CFunction LSTAT = CFunction.of("int lstat(const char *, struct stat *)");
  private static final CFunction FSTATAT =
      CFunction.of("int fstatat(int, const char *, struct stat *, int)");
  private static final CFunction MKFIFO = CFunction.of("int mkfifo(const char *, mode_t)");
  private static final CFunction MKDIR = CFunction.of("int mkdir(const char *, mode_t)");
  private static final CFunction CHMOD = CFunction.of("int chmod(const char *, mode_t)");
  private static final CFunction FCHMOD = CFunction.of("int fchmod(int, mode_t)");

  private SysStatH() {}

  /// `int fstat(int fd, struct stat *statbuf)`
  ///
  /// Tells what is behind a descriptor.
  ///
  /// @param fd the descriptor
  /// @param statbuf where it goes
  /// @throws UnixException with EBADF
  public static void fstat(int fd, MemorySegment statbuf) throws UnixException {
    var _ = FSTAT.checked(FSTAT.call(fd, statbuf.address()));
  }

  /// `int stat(const char *path, struct stat *statbuf)`
  ///
  /// Tells what is at a path, behind symbolic links.
  ///
  /// @param path the path
  /// @param statbuf where it goes
  /// @throws UnixException with ENOENT, EACCES, ENOTDIR, ELOOP or ENAMETOOLONG
  public static void stat(MemorySegment path, MemorySegment statbuf) throws UnixException {
    var _ = CALL_STAT.checked(CALL_STAT.call(path.address(), statbuf.address()));
  }

  /// `int lstat(const char *path, struct stat *statbuf)`
  ///
  /// Tells what is at a path; a symbolic link is told as one.
  ///
  /// @param path the path
  /// @param statbuf where it goes
  /// @throws UnixException with ENOENT, EACCES, ENOTDIR or ENAMETOOLONG
  public static void lstat(MemorySegment path, MemorySegment statbuf) throws UnixException {
    var _ = LSTAT.checked(LSTAT.call(path.address(), statbuf.address()));
  }

  /// `int fstatat(int dirfd, const char *path, struct stat *statbuf, int flags)`
  ///
  /// Tells what is at a path, from a directory on.
  ///
  /// @param dirfd the directory
  /// @param path the path
  /// @param statbuf where it goes
  /// @param flags 0, or `AT_SYMLINK_NOFOLLOW`
  /// @return 0, or the negated errno
  public static int fstatat(int dirfd, MemorySegment path, MemorySegment statbuf, int flags) {
    return FSTATAT.call(dirfd, path.address(), statbuf.address(), flags);
  }

  /// `int mkfifo(const char *path, mode_t mode)`
  ///
  /// Makes a FIFO.
  ///
  /// @param path where
  /// @param mode its permissions, before the umask
  /// @throws UnixException with EEXIST, EACCES, ENOENT, ENOTDIR, ENAMETOOLONG, ENOSPC or EROFS
  public static void mkfifo(MemorySegment path, int mode) throws UnixException {
    var _ = MKFIFO.checked(MKFIFO.call(path.address(), mode));
  }

  /// `int mkdir(const char *path, mode_t mode)`
  ///
  /// Makes a directory.
  ///
  /// @param path where
  /// @param mode its permissions, before the umask
  /// @return 0, or the negated errno
  public static int mkdir(MemorySegment path, int mode) {
    return MKDIR.call(path.address(), mode);
  }

  /// `int chmod(const char *path, mode_t mode)`
  ///
  /// Changes permissions, behind symbolic links.
  ///
  /// @param path the file
  /// @param mode the permissions
  /// @throws UnixException with EPERM, EROFS, ENOENT, EACCES, ENOTDIR or ELOOP
  public static void chmod(MemorySegment path, int mode) throws UnixException {
    var _ = CHMOD.checked(CHMOD.call(path.address(), mode));
  }

  /// `int fchmod(int fd, mode_t mode)`
  ///
  /// Changes permissions.
  ///
  /// @param fd the file
  /// @param mode the permissions
  /// @throws UnixException with EPERM or EROFS
  public static void fchmod(int fd, int mode) throws UnixException {
    var _ = FCHMOD.checked(FCHMOD.call(fd, mode));
  }
}
