package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static dev.rohrpost.libc.Libc.linkOrErrno;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.Arch;
import dev.rohrpost.UnixException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

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

  private static final MethodHandle FSTAT =
      link("fstat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle CALL_STAT =
      link("stat", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle LSTAT =
      link("lstat", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle MKFIFO =
      link("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle MKDIR =
      linkOrErrno("mkdir", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle FCHMOD =
      link("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  private SysStatH() {}

  /// `int fstat(int fd, struct stat *statbuf)`
  ///
  /// Tells what is behind a descriptor.
  ///
  /// @param fd the descriptor
  /// @param statbuf where it goes
  /// @throws UnixException with EBADF
  public static void fstat(int fd, MemorySegment statbuf) throws UnixException {
    try {
      var _ = (int) FSTAT.invokeExact(fd, statbuf);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int stat(const char *path, struct stat *statbuf)`
  ///
  /// Tells what is at a path, behind symbolic links.
  ///
  /// @param path the path
  /// @param statbuf where it goes
  /// @throws UnixException with ENOENT, EACCES, ENOTDIR, ELOOP or ENAMETOOLONG
  public static void stat(MemorySegment path, MemorySegment statbuf) throws UnixException {
    try {
      var _ = (int) CALL_STAT.invokeExact(path, statbuf);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int lstat(const char *path, struct stat *statbuf)`
  ///
  /// Tells what is at a path; a symbolic link is told as one.
  ///
  /// @param path the path
  /// @param statbuf where it goes
  /// @throws UnixException with ENOENT, EACCES, ENOTDIR or ENAMETOOLONG
  public static void lstat(MemorySegment path, MemorySegment statbuf) throws UnixException {
    try {
      var _ = (int) LSTAT.invokeExact(path, statbuf);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int mkfifo(const char *path, mode_t mode)`
  ///
  /// Makes a FIFO.
  ///
  /// @param path where
  /// @param mode its permissions, before the umask
  /// @throws UnixException with EEXIST, EACCES, ENOENT, ENOTDIR, ENAMETOOLONG, ENOSPC or EROFS
  public static void mkfifo(MemorySegment path, int mode) throws UnixException {
    try {
      var _ = (int) MKFIFO.invokeExact(path, mode);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int mkdir(const char *path, mode_t mode)`
  ///
  /// Makes a directory.
  ///
  /// @param path where
  /// @param mode its permissions, before the umask
  /// @return 0, or the negated errno
  public static int mkdir(MemorySegment path, int mode) {
    try {
      return (int) MKDIR.invokeExact(path, mode);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `int fchmod(int fd, mode_t mode)`
  ///
  /// Changes permissions.
  ///
  /// @param fd the file
  /// @param mode the permissions
  /// @throws UnixException with EPERM or EROFS
  public static void fchmod(int fd, int mode) throws UnixException {
    try {
      var _ = (int) FCHMOD.invokeExact(fd, mode);
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }
}
