package dev.rohrpost.ipc;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.GrpH;
import dev.rohrpost.libc.PwdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;

/// The numbers of users and groups, from wherever this machine knows them: the C library asks
/// `/etc/passwd`, `/etc/group` and what nsswitch.conf(5) names.
///
/// @see <a href="https://man7.org/linux/man-pages/man3/getpwnam.3.html">getpwnam_r(3)</a>
/// @see <a href="https://man7.org/linux/man-pages/man3/getgrnam.3.html">getgrnam_r(3)</a>
public final class Accounts {
  private static final int ROOM = 1024;
  private static final int MOST_ROOM = 1 << 24;

  private Accounts() {}

  private interface Search {
    int run(
        MemorySegment name,
        MemorySegment found,
        MemorySegment buf,
        long size,
        MemorySegment result);
  }

  /// Returns the number of a user.
  ///
  /// @param name such as `www-data`
  /// @return its number, of 32 bits without a sign; empty if there is no such user
  /// @throws UnixException with EIO, EMFILE, ENFILE or ENOMEM
  public static OptionalInt user(String name) throws UnixException {
    return number("getpwnam_r", name, PwdH.PASSWD, "pw_uid", PwdH::getpwnam_r);
  }

  /// Returns the number of a group.
  ///
  /// @param name such as `www-data`
  /// @return its number, of 32 bits without a sign; empty if there is no such group
  /// @throws UnixException as [#user]
  public static OptionalInt group(String name) throws UnixException {
    return number("getgrnam_r", name, GrpH.GROUP, "gr_gid", GrpH::getgrnam_r);
  }

  private static OptionalInt number(
      String call, String name, StructLayout layout, String member, Search search)
      throws UnixException {
    if (name.indexOf('\0') >= 0) {
      return OptionalInt.empty();
    }
    for (var room = ROOM; ; room *= 2) {
      try (var arena = Arena.ofConfined()) {
        var found = arena.allocate(layout);
        var result = arena.allocate(ValueLayout.JAVA_LONG);
        var buffer = arena.allocate(room);
        var errno = new Errno(search.run(arena.allocateFrom(name), found, buffer, room, result));
        if (result.get(ValueLayout.JAVA_LONG, 0) != 0) {
          var at = layout.byteOffset(PathElement.groupElement(member));
          return OptionalInt.of(found.get(ValueLayout.JAVA_INT, at));
        }
        if (meansNone(errno)) {
          return OptionalInt.empty();
        }
        if (!(errno.equals(Errno.ERANGE) && room < MOST_ROOM) && !errno.equals(Errno.EINTR)) {
          throw UnixException.of(call, name, errno);
        }
      }
    }
  }

  /// Where there is no such name, some systems answer one of these, says the manual page.
  private static boolean meansNone(Errno errno) {
    return errno.number() == 0
        || errno.equals(Errno.ENOENT)
        || errno.equals(Errno.ESRCH)
        || errno.equals(Errno.EBADF)
        || errno.equals(Errno.EPERM);
  }
}
