package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What this library uses of `<dirent.h>`.
public final class DirentH {
  /// An entry of a directory. Its name has as many bytes as `d_reclen` leaves.
  public static final StructLayout DIRENT64 =
      structLayout(
              JAVA_LONG.withName("d_ino"),
              JAVA_LONG.withName("d_off"),
              JAVA_SHORT.withName("d_reclen"),
              JAVA_BYTE.withName("d_type"),
              sequenceLayout(256, JAVA_BYTE).withName("d_name"),
              paddingLayout(5))
          .withName("dirent64");

  private static final CFunction GETDENTS64 =
      CFunction.of("ssize_t getdents64(int, void *, size_t)");

  private DirentH() {}

  /// `ssize_t getdents64(int fd, void *buffer, size_t length)`
  ///
  /// Reads the next entries of a directory.
  ///
  /// @param fd the directory
  /// @param buffer where they go, one after the other
  /// @param length its size
  /// @return how many bytes of it are used, 0 at the end, or the negated errno
  public static int getdents64(int fd, MemorySegment buffer, long length) {
    return (int) GETDENTS64.callLong(fd, buffer.address(), length);
  }
}
