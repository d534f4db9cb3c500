package dev.rohrpost.libc;

import dev.rohrpost.UnixException;
import java.lang.foreign.MemorySegment;

/// What this library uses of `<stdio.h>`.
public final class StdioH {
  private static final CFunction RENAME = CFunction.of("int rename(const char *, const char *)");

  private StdioH() {}

  /// `int rename(const char *oldpath, const char *newpath)`
  ///
  /// Gives a file another name; what has that name already loses it.
  ///
  /// @param oldpath the file
  /// @param newpath its new name
  /// @throws UnixException with ENOENT, EACCES, EPERM, EISDIR, ENOTDIR, EROFS or ENOSPC
  public static void rename(MemorySegment oldpath, MemorySegment newpath) throws UnixException {
    var _ = RENAME.checked(RENAME.call(oldpath.address(), newpath.address()));
  }
}
