package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.rohrpost.Arch;
import dev.rohrpost.UnixException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<fcntl.h>`.
public final class FcntlH {
  /// Open for reading.
  public static final int O_RDONLY = 0;

  /// Open for writing.
  public static final int O_WRONLY = 1;

  /// Open for both.
  public static final int O_RDWR = 2;

  /// The bits of the three above.
  public static final int O_ACCMODE = 3;

  /// Create the file where there is none.
  public static final int O_CREAT = 0x40;

  /// With `O_CREAT`: fail where there is one.
  public static final int O_EXCL = 0x80;

  /// Do not make it the controlling terminal.
  public static final int O_NOCTTY = 0x100;

  /// Empty the file.
  public static final int O_TRUNC = 0x200;

  /// Write at the end.
  public static final int O_APPEND = 0x400;

  /// Do not wait. A flag of the open file description, which other processes may share.
  public static final int O_NONBLOCK = 0x800;

  /// On a pipe: keep the borders of packets.
  public static final int O_DIRECT = Arch.pick(0x4000, 0x10000);

  /// Fail unless it is a directory.
  public static final int O_DIRECTORY = Arch.pick(0x10000, 0x4000);

  /// Fail if the last component is a symbolic link.
  public static final int O_NOFOLLOW = Arch.pick(0x20000, 0x8000);

  /// Closed when a program is executed.
  public static final int O_CLOEXEC = 0x80000;

  /// A handle to the place in the tree only; opening has no effect on what is there.
  public static final int O_PATH = 0x200000;

  /// A file without a name, in the folder that is named.
  public static final int O_TMPFILE = Arch.pick(0x410000, 0x404000);

  /// Paths begin at the working directory.
  public static final int AT_FDCWD = -100;

  /// Of fstatat: a symbolic link itself.
  public static final int AT_SYMLINK_NOFOLLOW = 0x100;

  /// Of linkat: the file behind a symbolic link.
  public static final int AT_SYMLINK_FOLLOW = 0x400;

  /// The descriptor itself: the path is empty.
  public static final int AT_EMPTY_PATH = 0x1000;

  /// Add seals.
  public static final int F_ADD_SEALS = 1033;

  /// Ask for the seals.
  public static final int F_GET_SEALS = 1034;

  /// No more seals.
  public static final int F_SEAL_SEAL = 1;

  /// The file may not shrink.
  public static final int F_SEAL_SHRINK = 2;

  /// The file may not grow.
  public static final int F_SEAL_GROW = 4;

  /// Nobody may write.
  public static final int F_SEAL_WRITE = 8;

  /// Nobody may begin to write; who has mapped it for writing goes on.
  public static final int F_SEAL_FUTURE_WRITE = 16;

  /// Ask who holds a lock of an open file description.
  public static final int F_OFD_GETLK = 36;

  /// Take or give back a lock of an open file description, without waiting.
  public static final int F_OFD_SETLK = 37;

  /// Ask for a lease, which is given only if nobody else has the file open.
  public static final int F_SETLEASE = 1024;

  /// Set which signal tells of a lease that somebody wants to break.
  public static final int F_SETSIG = 10;

  /// A lock that excludes all others.
  public static final int F_WRLCK = 1;

  /// No lock.
  public static final int F_UNLCK = 2;

  /// A lock on a range of a file.
  public static final StructLayout FLOCK =
      structLayout(
              JAVA_SHORT.withName("l_type"),
              JAVA_SHORT.withName("l_whence"),
              paddingLayout(4),
              JAVA_LONG.withName("l_start"),
              JAVA_LONG.withName("l_len"),
              JAVA_INT.withName("l_pid"),
              paddingLayout(4))
          .withName("flock");

  /// Duplicate, closed when a program is executed.
  public static final int F_DUPFD_CLOEXEC = 1030;

  /// Ask for the flags of the descriptor.
  public static final int F_GETFD = 1;

  /// Set the flags of the descriptor.
  public static final int F_SETFD = 2;

  /// Ask for the flags of the open file description.
  public static final int F_GETFL = 3;

  /// Set the flags of the open file description, which other processes may share.
  public static final int F_SETFL = 4;

  /// Closed when a program is executed.
  public static final int FD_CLOEXEC = 1;

  /// Set the capacity of a pipe.
  public static final int F_SETPIPE_SZ = 1031;

  /// Ask for the capacity of a pipe.
  public static final int F_GETPIPE_SZ = 1032;

  /// Move pages rather than copy, where possible.
  public static final int SPLICE_F_MOVE = 1;

  /// Do not wait for the pipe.
  public static final int SPLICE_F_NONBLOCK = 2;

  private static final CFunction OPEN = CFunction.of("int open(const char *, int, ...)");
  private static final CFunction OPENAT = CFunction.of("int openat(int, const char *, int, ...)");
  private static final CFunction FCNTL = CFunction.of("int fcntl(int, int, ...)");
  private static final CFunction POSIX_FALLOCATE =
      CFunction.of("int posix_fallocate(int, off_t, off_t)");

  /// What moves bytes has handles of its own; those who only open files do not wait for their
  /// linking.
  private static final class Transfer {
    static final MethodHandle SPLICE =
        link(
            "ssize_t splice(int, off_t *, int, off_t *, size_t, unsigned int)",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    static final MethodHandle TEE =
        link(
            "ssize_t tee(int, int, size_t, unsigned int)",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
  }

  private FcntlH() {}

  /// `int open(const char *path, int flags, mode_t mode)`
  ///
  /// A FIFO may make it wait.
  ///
  /// @param path the file
  /// @param flags `O_*`
  /// @param mode the permissions of a new file, before the umask
  /// @return the descriptor, or the negated errno
  public static int open(MemorySegment path, int flags, int mode) {
    return OPEN.call(path.address(), flags, mode);
  }

  /// `int openat(int dirfd, const char *path, int flags, mode_t mode)`
  ///
  /// As above, from a directory on.
  ///
  /// @param dirfd the directory, or `AT_FDCWD`
  /// @param path the file
  /// @param flags `O_*`
  /// @param mode the permissions of a new file, before the umask
  /// @return the descriptor, or the negated errno
  public static int openat(int dirfd, MemorySegment path, int flags, int mode) {
    return OPENAT.call(dirfd, path.address(), flags, mode);
  }

  /// `int fcntl(int fd, int op, long arg)`
  ///
  /// One operation of many on a descriptor.
  ///
  /// @param fd the descriptor
  /// @param op `F_*`
  /// @param arg what the operation takes
  /// @return what the operation answers
  /// @throws UnixException with EBADF, EINVAL, EMFILE, EBUSY or EPERM
  public static int fcntl(int fd, int op, long arg) throws UnixException {
    return FCNTL.checked(FCNTL.call(fd, op, arg));
  }

  /// `int posix_fallocate(int fd, off_t offset, off_t len)`
  ///
  /// Makes sure that there is space for a part of a file, which grows if need be.
  ///
  /// @param fd the file
  /// @param offset where the part begins
  /// @param len how long it is
  /// @throws UnixException with ENOSPC, EFBIG, EINTR, EINVAL, ENODEV or EPERM
  public static void posix_fallocate(int fd, long offset, long len) throws UnixException {
    POSIX_FALLOCATE.require(POSIX_FALLOCATE.call(fd, offset, len));
  }

  /// `ssize_t splice(int fd_in, off_t *off_in, int fd_out, off_t *off_out, size_t len, unsigned
  /// flags)`
  ///
  /// Moves bytes between a pipe and a descriptor inside the kernel.
  ///
  /// @param fdIn where from
  /// @param offIn an offset, or NULL
  /// @param fdOut where to
  /// @param offOut an offset, or NULL
  /// @param len how many at the most
  /// @param flags `SPLICE_F_*`
  /// @return bytes moved, 0 at the end, or the negated errno
  public static long splice(
      int fdIn, MemorySegment offIn, int fdOut, MemorySegment offOut, long len, int flags) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (long) Transfer.SPLICE.invokeExact(cell, fdIn, offIn, fdOut, offOut, len, flags), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `ssize_t tee(int fd_in, int fd_out, size_t len, unsigned flags)`
  ///
  /// Copies from pipe to pipe; the bytes stay in the first.
  ///
  /// @param fdIn where from
  /// @param fdOut where to
  /// @param len how many at the most
  /// @param flags `SPLICE_F_*`
  /// @return bytes copied, 0 at the end, or the negated errno
  public static long tee(int fdIn, int fdOut, long len, int flags) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno((long) Transfer.TEE.invokeExact(cell, fdIn, fdOut, len, flags), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }
}
