package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What this library uses of `<pwd.h>`.
public final class PwdH {
  /// A user.
  public static final StructLayout PASSWD =
      structLayout(
              JAVA_LONG.withName("pw_name"),
              JAVA_LONG.withName("pw_passwd"),
              JAVA_INT.withName("pw_uid"),
              JAVA_INT.withName("pw_gid"),
              JAVA_LONG.withName("pw_gecos"),
              JAVA_LONG.withName("pw_dir"),
              JAVA_LONG.withName("pw_shell"))
          .withName("passwd");

  private static final CFunction GETPWNAM_R =
      CFunction.of(
          "int getpwnam_r(const char *, struct passwd *, char *, size_t, struct passwd **)");

  private PwdH() {}

  /// `int getpwnam_r(const char *name, struct passwd *pwd, char *buf, size_t size, struct passwd
  /// **result)`
  ///
  /// Looks for a user.
  ///
  /// @param name the user's name
  /// @param pwd where the answer goes
  /// @param buf where its strings go
  /// @param size the size of that
  /// @param result becomes the address of `pwd`, or NULL if there is no such user
  /// @return 0, or the errno: ERANGE if `buf` is too small, EINTR, EIO, EMFILE, ENFILE or ENOMEM
  public static int getpwnam_r(
      MemorySegment name, MemorySegment pwd, MemorySegment buf, long size, MemorySegment result) {
    return GETPWNAM_R.call(name.address(), pwd.address(), buf.address(), size, result.address());
  }
}
