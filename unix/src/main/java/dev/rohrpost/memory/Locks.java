package dev.rohrpost.memory;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.FcntlH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Who lives, says the kernel: each participant of a ring has an open file description of its own
/// with a write lock on the first byte of its seat, and the kernel takes the lock away when the
/// last descriptor of it is closed, however a process ends.
///
/// The number of a process would lie where two containers share a ring, or when it is used again.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/F_OFD_SETLK.2const.html">F_OFD_SETLK</a>
final class Locks {
  private static final long TYPE = offset("l_type");
  private static final long START = offset("l_start");
  private static final long LENGTH = offset("l_len");

  private Locks() {}

  /// Opens a file once more, with an open file description of its own.
  static Fd open(Fd file) throws UnixException {
    int result =
        file.borrow(
            "open",
            n -> {
              try (var arena = Arena.ofConfined()) {
                var path = arena.allocateFrom("/proc/self/fd/" + n);
                return FcntlH.open(path, FcntlH.O_RDWR | FcntlH.O_CLOEXEC, 0);
              }
            });
    if (result < 0) {
      throw UnixException.of("open", "the file of " + file, new Errno(-result));
    }
    return Fd.own(result);
  }

  /// Takes the lock on a byte, unless somebody has it.
  static boolean take(Fd own, long at) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var lock = lock(arena, at);
      var _ = own.borrow("fcntl", n -> FcntlH.fcntl(n, FcntlH.F_OFD_SETLK, lock.address()));
      return true;
    } catch (UnixException e) {
      if (e.is(Errno.EAGAIN) || e.is(Errno.EACCES)) {
        return false;
      }
      throw e;
    }
  }

  /// Tells whether somebody has the lock on a byte, through another description.
  static boolean isTaken(Fd file, long at) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var lock = lock(arena, at);
      var _ = file.borrow("fcntl", n -> FcntlH.fcntl(n, FcntlH.F_OFD_GETLK, lock.address()));
      return lock.get(ValueLayout.JAVA_SHORT, TYPE) != FcntlH.F_UNLCK;
    }
  }

  private static MemorySegment lock(Arena arena, long at) {
    var lock = arena.allocate(FcntlH.FLOCK);
    lock.set(ValueLayout.JAVA_SHORT, TYPE, (short) FcntlH.F_WRLCK);
    lock.set(ValueLayout.JAVA_LONG, START, at);
    lock.set(ValueLayout.JAVA_LONG, LENGTH, 1);
    return lock;
  }

  private static long offset(String member) {
    return FcntlH.FLOCK.byteOffset(PathElement.groupElement(member));
  }
}
