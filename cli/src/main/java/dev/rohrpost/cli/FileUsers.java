package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.memory.SharedMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The processes that have files of `/dev/shm` mapped or open, as far as `/proc` shows them.
///
/// @param users by device and inode
/// @param hidden the processes that may not be looked at
record FileUsers(Map<FileId, Set<Integer>> users, Set<Integer> hidden) {
  private static final Path PROC = Path.of("/proc");
  private static final String FOLDER = "/dev/shm/";
  private static final int MAP_FIELDS = 6;

  /// A file, whatever its name is by now.
  record FileId(long device, long inode) {
    static FileId of(Path path, LinkOption... options) throws IOException {
      return new FileId(
          ((Number) Files.getAttribute(path, "unix:dev", options)).longValue(),
          ((Number) Files.getAttribute(path, "unix:ino", options)).longValue());
    }
  }

  /// Looks at every process but this one.
  static FileUsers look() throws IOException {
    var all = new FileUsers(new TreeMap<>(FileUsers::compare), new TreeSet<>());
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var process : processes) {
        var pid = Integer.parseInt(process.getFileName().toString());
        if (pid != ProcessHandle.current().pid()) {
          all.add(pid, process);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw new IOException("/proc cannot be read", e);
    }
    return all;
  }

  private static int compare(FileId one, FileId other) {
    var devices = Long.compare(one.device, other.device);
    return devices == 0 ? Long.compare(one.inode, other.inode) : devices;
  }

  private void add(int pid, Path process) {
    try {
      addMapped(pid, process);
      addOpen(pid, process);
    } catch (IOException | UncheckedIOException | DirectoryIteratorException _) {
      if (LastUsers.isAlive(pid) && !isZombie(process)) {
        hidden.add(pid);
      }
    }
  }

  /// A process that has ended and not been reaped has nothing any more, but is still there.
  private static boolean isZombie(Path process) {
    try (var lines = Files.lines(process.resolve("status"), StandardCharsets.ISO_8859_1)) {
      return lines.anyMatch(line -> line.matches("State:\\s+[ZX].*"));
    } catch (IOException | UncheckedIOException _) {
      return !Files.exists(process);
    }
  }

  /// A line is: addresses, permissions, offset, device, inode, path.
  private void addMapped(int pid, Path process) throws IOException {
    try (var lines = Files.lines(process.resolve("maps"), StandardCharsets.ISO_8859_1)) {
      lines
          .map(line -> line.split(" +", MAP_FIELDS))
          .filter(fields -> fields.length == MAP_FIELDS && fields[5].startsWith(FOLDER))
          .forEach(fields -> add(pid, new FileId(device(fields[3]), Long.parseLong(fields[4]))));
    }
  }

  /// As makedev(3) puts it together.
  private static long device(String text) {
    var colon = text.indexOf(':');
    var major = Long.parseLong(text.substring(0, colon), 16);
    var minor = Long.parseLong(text.substring(colon + 1), 16);
    return (minor & 0xff) | (major & 0xfff) << 8 | (minor & ~0xffL) << 12;
  }

  private void addOpen(int pid, Path process) throws IOException {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (var descriptor : descriptors) {
        try {
          if (Files.readSymbolicLink(descriptor).toString().startsWith(FOLDER)) {
            add(pid, FileId.of(descriptor));
          }
        } catch (IOException _) {
          // It was just closed.
        }
      }
    }
  }

  private void add(int pid, FileId file) {
    users.computeIfAbsent(file, _ -> new TreeSet<>()).add(pid);
  }

  /// Returns the processes that are seen to use a file.
  Set<Integer> of(Path file) throws IOException {
    return users.getOrDefault(FileId.of(file, LinkOption.NOFOLLOW_LINKS), Set.of());
  }

  /// Returns how many processes use a file, for a table: `2`, or `2 or more` where some are hidden;
  /// `unknown` where none is seen, but may be there.
  String count(Path file) {
    try {
      var seen = of(file).size();
      if (hidden.isEmpty() || (seen == 0 && !isInUse(file))) {
        return Integer.toString(seen);
      }
      return seen == 0 ? "unknown" : seen + " or more";
    } catch (IOException _) {
      return "-"; // just removed
    }
  }

  /// Says why a file is not to be removed: somebody uses it, or may.
  Optional<String> reasonToKeep(Path file) throws IOException {
    var seen = of(file).stream().findFirst();
    if (seen.isPresent()) {
      return Optional.of("process " + seen.get() + " uses it");
    }
    if (hidden.isEmpty() || !isInUse(file)) {
      return Optional.empty();
    }
    return Optional.of("a process that may not be looked at may use it; try as root");
  }

  /// Asks the kernel, which knows of hidden ones too but tells only the owner of the file.
  private static boolean isInUse(Path file) {
    try {
      return SharedMemory.isInUse(file);
    } catch (UnixException _) {
      return true;
    }
  }
}
