package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What this library uses of `<sys/vfs.h>`.
public final class SysVfsH {
  /// A file system.
  public static final StructLayout STATFS =
      structLayout(JAVA_LONG.withName("f_type"), paddingLayout(112)).withName("statfs");

  private static final CFunction CALL_STATFS =
      CFunction.of("int statfs(const char *, struct statfs *)");

  private SysVfsH() {}

  /// `int statfs(const char *path, struct statfs *buf)`
  ///
  /// Tells which file system a file is on.
  ///
  /// @param path the file
  /// @param buf where it goes
  /// @return 0, or the negated errno
  public static int statfs(MemorySegment path, MemorySegment buf) {
    return CALL_STATFS.call(path.address(), buf.address());
  }
}
