package dev.rohrpost.libc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;

/// A path as C takes it.
public final class CPath {
  /// In which the JDK itself hands names to the kernel.
  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), Charset.defaultCharset());

  private CPath() {}

  /// Returns the bytes of a path, and the zero byte that ends it.
  ///
  /// @param path of the default file system
  /// @param allocator where the bytes go
  /// @return the string for C
  /// @throws ProviderMismatchException if the path is of another file system, such as a jar
  public static MemorySegment of(Path path, SegmentAllocator allocator) {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new ProviderMismatchException(path + " is not in the default file system");
    }
    var bytes = path.toString().getBytes(NAMES);
    var string = allocator.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, string, ValueLayout.JAVA_BYTE, 0, bytes.length);
    string.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return string;
  }

  /// Returns the path that the kernel wrote.
  ///
  /// @param bytes the name, without a zero byte
  /// @return the path; where the locale has no characters for the bytes, one that leads nowhere
  public static Path from(byte[] bytes) {
    return Path.of(new String(bytes, NAMES));
  }
}
