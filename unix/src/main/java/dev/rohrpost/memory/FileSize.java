package dev.rohrpost.memory;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysStatH;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// How long a file is, and the space behind it.
final class FileSize {
  private static final long SIZE = offset("st_size");

  private FileSize() {}

  static long of(Fd fd) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var stat = arena.allocate(SysStatH.STAT);
      return fd.borrow(
          "fstat",
          n -> {
            SysStatH.fstat(n, stat);
            return of(stat);
          });
    }
  }

  static long of(MemorySegment stat) {
    return stat.get(ValueLayout.JAVA_LONG, SIZE);
  }

  /// Gives a new file its size and all of its space. Asked for more memory than there is, the
  /// kernel would look for somebody to kill; hence the question before.
  static void allocate(Fd fd, long size) throws UnixException {
    if (size > available()) {
      throw UnixException.of("posix_fallocate", Errno.ENOMEM);
    }
    var _ =
        fd.borrow(
            "posix_fallocate",
            n -> {
              while (true) {
                try {
                  FcntlH.posix_fallocate(n, 0, size);
                  return n;
                } catch (UnixException e) {
                  if (!e.is(Errno.EINTR)) {
                    throw e;
                  }
                }
              }
            });
  }

  private static long available() throws UnixException {
    try (var lines = Files.lines(Path.of("/proc/meminfo"), StandardCharsets.US_ASCII)) {
      var kibibytes =
          lines
              .filter(line -> line.startsWith("MemAvailable:") || line.startsWith("SwapFree:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum();
      return kibibytes * 1024;
    } catch (UncheckedIOException e) {
      throw UnixException.of("read", "/proc/meminfo", Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw UnixException.of("open", "/proc/meminfo", e);
    }
  }

  static void check(long size) {
    if (size < 1) {
      throw new IllegalArgumentException("a segment of " + size + " bytes; it needs 1 or more");
    }
  }

  private static long offset(String member) {
    return SysStatH.STAT.byteOffset(PathElement.groupElement(member));
  }
}
