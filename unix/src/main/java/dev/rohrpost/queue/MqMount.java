package dev.rohrpost.queue;

import dev.rohrpost.UnixException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The file system in which the kernel shows POSIX queues.
final class MqMount {
  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  private MqMount() {}

  static Optional<List<String>> names() throws UnixException {
    var folder = folder();
    return folder.isEmpty() ? Optional.empty() : Optional.of(names(folder.orElseThrow()));
  }

  private static List<String> names(Path folder) throws UnixException {
    var names = new ArrayList<String>();
    try (DirectoryStream<Path> queues = Files.newDirectoryStream(folder)) {
      for (var queue : queues) {
        names.add("/" + folder.relativize(queue));
      }
    } catch (DirectoryIteratorException e) {
      throw UnixException.of("getdents64", folder.toString(), Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw UnixException.of("open", folder.toString(), e);
    }
    names.sort(null);
    return List.copyOf(names);
  }

  /// A line is: what, where, type, and so on, with blanks written in octal.
  static Optional<Path> folder() {
    try (var lines = Files.lines(MOUNTS)) {
      return lines
          .map(line -> line.split(" ", -1))
          .filter(fields -> fields.length > 2 && fields[2].equals("mqueue"))
          .map(fields -> Path.of(fields[1].replace("\\040", " ")))
          .filter(Files::isDirectory) // another mount may hide it
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
