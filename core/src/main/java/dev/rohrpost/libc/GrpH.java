package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What this library uses of `<grp.h>`.
public final class GrpH {
  /// A group.
  public static final StructLayout GROUP =
      structLayout(
              JAVA_LONG.withName("gr_name"),
              JAVA_LONG.withName("gr_passwd"),
              JAVA_INT.withName("gr_gid"),
              paddingLayout(4),
              JAVA_LONG.withName("gr_mem"))
          .withName("group");

  private static final CFunction GETGRNAM_R =
      CFunction.of("int getgrnam_r(const char *, struct group *, char *, size_t, struct group **)");

  private GrpH() {}

  /// `int getgrnam_r(const char *name, struct group *grp, char *buf, size_t size, struct group
  /// **result)`
  ///
  /// Looks for a group.
  ///
  /// @param name the group's name
  /// @param grp where the answer goes
  /// @param buf where its strings go
  /// @param size the size of that
  /// @param result becomes the address of `grp`, or NULL if there is no such group
  /// @return 0, or the errno: ERANGE if `buf` is too small, EINTR, EIO, EMFILE, ENFILE or ENOMEM
  public static int getgrnam_r(
      MemorySegment name, MemorySegment grp, MemorySegment buf, long size, MemorySegment result) {
    return GETGRNAM_R.call(name.address(), grp.address(), buf.address(), size, result.address());
  }
}
