package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// What this library uses of `<unistd.h>`.
public final class UnistdH {
  /// Test for execute permission.
  public static final int X_OK = 1;

  /// Test for read permission.
  public static final int R_OK = 4;

  /// Test for write permission.
  public static final int W_OK = 2;

  private static final CFunction CLOSE = CFunction.of("int close(int)");
  private static final CFunction PIPE2 = CFunction.of("int pipe2(int *, int)");
  private static final CFunction ACCESS = CFunction.of("int access(const char *, int)");
  private static final CFunction UNLINK = CFunction.of("int unlink(const char *)");
  private static final CFunction RMDIR = CFunction.of("int rmdir(const char *)");
  private static final CFunction FTRUNCATE = CFunction.of("int ftruncate(int, off_t)");
  private static final CFunction LINKAT =
      CFunction.of("int linkat(int, const char *, int, const char *, int)");
  private static final CFunction FCHOWNAT =
      CFunction.of("int fchownat(int, const char *, uid_t, gid_t, int)");
  private static final CFunction READLINKAT =
      CFunction.of("ssize_t readlinkat(int, const char *, char *, size_t)");
  private static final CFunction GETEUID = CFunction.of("uid_t geteuid(void)");
  private static final CFunction PREAD = CFunction.of("ssize_t pread(int, void *, size_t, off_t)");
  private static final CFunction READ = CFunction.of("ssize_t read(int, void *, size_t)");
  private static final CFunction WRITE = CFunction.of("ssize_t write(int, const void *, size_t)");
  private static final CFunction EXIT = CFunction.of("void _exit(int)");

  /// What moves bytes has handles of its own, which keep the memory alive during the call.
  private static final class Transfer {
    static final MethodHandle READ =
        link(
            "ssize_t read(int, void *, size_t)",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    static final MethodHandle WRITE =
        link(
            "ssize_t write(int, const void *, size_t)",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  }

  /// The variable is looked up once; where it points to may change.
  private static final class Environ {
    private static final MemorySegment VARIABLE = Libc.variable("char **environ");

    static long pointer() {
      return VARIABLE.get(JAVA_LONG, 0);
    }
  }

  private UnistdH() {}

  /// `extern char **environ`
  ///
  /// The environment of this process, as the C library has it now: Java's own copy has lost what is
  /// not text in the character set of the locale.
  ///
  /// @return the array, which ends with NULL
  public static MemorySegment environ() {
    return MemorySegment.ofAddress(Environ.pointer());
  }

  /// The strings of [#environ], each with its NUL at the end.
  ///
  /// @return the strings, such as `TERM=vt100`
  public static List<MemorySegment> environStrings() {
    return Libc.strings(Environ.pointer());
  }

  /// `void _exit(int status)`
  ///
  /// Ends this process. It does not return.
  ///
  /// @param status the lowest eight bits of it are what the parent sees
  public static void _exit(int status) {
    EXIT.run(status);
  }

  /// `ssize_t read(int fd, void *buf, size_t count)`
  ///
  /// Reads what is there, or waits for it.
  ///
  /// @param fd the descriptor
  /// @param buf where the bytes go
  /// @param count how many at the most
  /// @return bytes read, 0 at the end of the stream, or the negated errno
  public static long read(int fd, MemorySegment buf, long count) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno((long) Transfer.READ.invokeExact(cell, fd, buf, count), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// As above, into memory that stays allocated by other means: through the handle of all
  /// functions, which a program that reads little need not wait for.
  ///
  /// @param fd where from
  /// @param buf an address
  /// @param count how many at the most
  /// @return bytes read, 0 at the end of the stream, or the negated errno
  public static long read(int fd, long buf, long count) {
    return READ.callLong(fd, buf, count);
  }

  /// `ssize_t write(int fd, const void *buf, size_t count)`
  ///
  /// Writes, waiting for room.
  ///
  /// @param fd the descriptor
  /// @param buf the bytes
  /// @param count how many of them
  /// @return bytes written, or the negated errno
  public static long write(int fd, MemorySegment buf, long count) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno((long) Transfer.WRITE.invokeExact(cell, fd, buf, count), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// As above, from memory that stays allocated by other means.
  ///
  /// @param fd where to
  /// @param buf an address
  /// @param count how many
  /// @return bytes written, or the negated errno
  public static long write(int fd, long buf, long count) {
    return WRITE.callLong(fd, buf, count);
  }

  /// `int close(int fd)`
  ///
  /// Never repeat it: Linux has given the number back also where it answers EINTR.
  ///
  /// @param fd the descriptor
  /// @return 0, or the negated errno
  public static int close(int fd) {
    return CLOSE.call(fd);
  }

  /// `int pipe2(int pipefd[2], int flags)`
  ///
  /// Makes a pipe.
  ///
  /// @param pipefd where the read end and the write end go
  /// @param flags `O_*`
  /// @throws UnixException with EMFILE, ENFILE or EINVAL
  public static void pipe2(MemorySegment pipefd, int flags) throws UnixException {
    var _ = PIPE2.checked(PIPE2.call(pipefd.address(), flags));
  }

  /// `int access(const char *path, int mode)`
  ///
  /// Asks whether this process may use a file.
  ///
  /// @param path the file
  /// @param mode `R_OK` and its siblings
  /// @return 0, or the negated errno
  public static int access(MemorySegment path, int mode) {
    return ACCESS.call(path.address(), mode);
  }

  /// `int unlink(const char *path)`
  ///
  /// Removes a name, and the file when it was the last one.
  ///
  /// @param path the name
  /// @throws UnixException with ENOENT, EACCES, EISDIR, ENOTDIR, EPERM or EROFS
  public static void unlink(MemorySegment path) throws UnixException {
    var _ = UNLINK.checked(UNLINK.call(path.address()));
  }

  /// `int rmdir(const char *path)`
  ///
  /// Removes an empty directory.
  ///
  /// @param path the directory
  /// @throws UnixException with ENOENT, EACCES, ENOTDIR, ENOTEMPTY, EBUSY, EPERM or EROFS
  public static void rmdir(MemorySegment path) throws UnixException {
    var _ = RMDIR.checked(RMDIR.call(path.address()));
  }

  /// `int ftruncate(int fd, off_t length)`
  ///
  /// Gives a file a length.
  ///
  /// @param fd the file
  /// @param length in bytes
  /// @throws UnixException with EPERM if a seal forbids it, EINVAL, EFBIG or ENOSPC
  public static void ftruncate(int fd, long length) throws UnixException {
    var _ = FTRUNCATE.checked(FTRUNCATE.call(fd, length));
  }

  /// `int linkat(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, int flags)`
  ///
  /// Gives a file another name.
  ///
  /// @param olddirfd where the old path begins
  /// @param oldpath the file
  /// @param newdirfd where the new path begins
  /// @param newpath its new name
  /// @param flags `AT_*`
  /// @return 0, or the negated errno
  public static int linkat(
      int olddirfd, MemorySegment oldpath, int newdirfd, MemorySegment newpath, int flags) {
    return LINKAT.call(olddirfd, oldpath.address(), newdirfd, newpath.address(), flags);
  }

  /// `int fchownat(int dirfd, const char *path, uid_t owner, gid_t group, int flags)`
  ///
  /// Gives a file to another user or group.
  ///
  /// @param dirfd where the path begins
  /// @param path the file; empty for what the descriptor means, with `AT_EMPTY_PATH`
  /// @param owner the user, or -1 to leave it
  /// @param group the group, or -1 to leave it
  /// @param flags `AT_*`
  /// @throws UnixException with EPERM, EROFS, ENOENT, EACCES or EBADF
  public static void fchownat(int dirfd, MemorySegment path, int owner, int group, int flags)
      throws UnixException {
    var _ = FCHOWNAT.checked(FCHOWNAT.call(dirfd, path.address(), owner, group, flags));
  }

  /// `ssize_t readlinkat(int dirfd, const char *path, char *buf, size_t bufsiz)`
  ///
  /// Reads where a symbolic link leads.
  ///
  /// @param dirfd the directory that the path begins at
  /// @param path the link
  /// @param buf where it goes, without a zero byte
  /// @param bufsiz its size; what is longer is cut
  /// @return how many bytes, or the negated errno
  public static int readlinkat(int dirfd, MemorySegment path, MemorySegment buf, long bufsiz) {
    return (int) READLINKAT.callLong(dirfd, path.address(), buf.address(), bufsiz);
  }

  /// `uid_t geteuid(void)`
  ///
  /// @return the user whose rights this process has
  public static int geteuid() {
    return GETEUID.call();
  }

  /// `ssize_t pread(int fd, void *buf, size_t count, off_t offset)`
  ///
  /// Reads from a place of a file.
  ///
  /// @param fd the file
  /// @param buf where the bytes go; it must stay allocated by other means
  /// @param count how many at the most
  /// @param offset from where
  /// @return bytes read, or the negated errno
  public static long pread(int fd, MemorySegment buf, long count, long offset) {
    return PREAD.callLong(fd, buf.address(), count, offset);
  }
}
