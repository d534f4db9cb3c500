package dev.rohrpost.supervise;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The file that holds the number of this process.
final class PidFile implements AutoCloseable {
  private static final String SELF = ProcessHandle.current().pid() + "\n";

  private final Path path;

  private PidFile(Path path) {
    this.path = path;
  }

  /// Writes the file. One that names a process that has ended is replaced.
  ///
  /// @throws UnixException with EEXIST if it names a living process, EACCES if it cannot be written
  static PidFile write(Path path) throws UnixException {
    try {
      var owner = livingOwner(path);
      if (owner.isPresent()) {
        throw UnixException.of("open", path + ", of process " + owner.get(), Errno.EEXIST);
      }
      var directory = path.toAbsolutePath().getParent();
      var draft = Files.createTempFile(directory, ".pid", null);
      Files.writeString(draft, SELF);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new PidFile(path);
    } catch (UnixException e) {
      throw e;
    } catch (IOException e) {
      throw UnixException.of("open", path.toString(), Errno.EACCES);
    }
  }

  private static Optional<Long> livingOwner(Path path) throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      var pid = Long.parseLong(Files.readString(path).trim());
      return ProcessHandle.of(pid).isPresent() ? Optional.of(pid) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Removes the file, if it is still ours.
  @Override
  public void close() {
    try {
      if (Files.exists(path) && Files.readString(path).equals(SELF)) {
        Files.delete(path);
      }
    } catch (IOException e) {
      // somebody took the directory away; there is nobody to tell
    }
  }
}
