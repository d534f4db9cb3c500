package dev.rohrpost.cli.map;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A file that is written as a whole or stays as it was.
///
/// @param file where it is
public record Replacement(Path file) {
  /// Writes the file beside its place and moves it there. What is no regular file, such as a
  /// terminal, is written to.
  ///
  /// @param lines what is in it
  /// @throws UnixException with ENOENT, EACCES, EISDIR, ENOSPC, EROFS
  public void write(List<String> lines) throws IOException {
    try {
      if (Files.isDirectory(file)) {
        throw UnixException.of("creat", file.toString(), Errno.EISDIR);
      }
      var target = Files.exists(file) ? file.toRealPath() : file;
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        Files.write(target, lines, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        return;
      }
      var name = "." + target.getFileName() + "." + ProcessHandle.current().pid();
      replace(target, target.resolveSibling(name), lines);
    } catch (FileSystemException e) {
      throw UnixException.of("creat", file.toString(), e);
    } catch (IOException e) {
      throw UnixException.of("write", file.toString(), e);
    }
  }

  private static void replace(Path target, Path draft, List<String> lines) throws IOException {
    try {
      Files.write(draft, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      if (Files.exists(target)) {
        Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(target));
      }
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
