package dev.rohrpost.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A process as `/proc` lists it.
///
/// @param pid its number
/// @param name what the kernel calls it, at most 15 bytes
/// @param state `R`, `S`, `Z` and others
/// @param parent the number of its parent
/// @param group its process group
/// @param session its session
/// @param startedAt in clock ticks after the boot
/// @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
record ProcessEntry(
    int pid, String name, char state, int parent, int group, int session, long startedAt) {
  private static final Path PROC = Path.of("/proc");

  /// Where the start time is, counted from the state, which follows the name.
  private static final int START_TIME = 19;

  /// Lists the processes that this user may see.
  static List<ProcessEntry> all() {
    var all = new ArrayList<ProcessEntry>();
    try (var folders = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (var folder : folders) {
        read(folder).ifPresent(all::add);
      }
    } catch (IOException e) {
      // without /proc nobody can be named
    }
    return all;
  }

  /// Reads the entry of one process.
  ///
  /// @return nothing if it has ended or is hidden
  static Optional<ProcessEntry> of(long pid) {
    return read(PROC.resolve(Long.toString(pid)));
  }

  private static Optional<ProcessEntry> read(Path folder) {
    try {
      return parse(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The name is in brackets, and may contain some itself.
  static Optional<ProcessEntry> parse(String stat) {
    var open = stat.indexOf('(');
    var close = stat.lastIndexOf(')');
    if (open < 0 || close < open) {
      return Optional.empty();
    }
    var name = stat.substring(open + 1, close).getBytes(StandardCharsets.ISO_8859_1);
    var fields = stat.substring(close + 1).strip().split(" ", -1);
    return Optional.of(
        new ProcessEntry(
            Integer.parseInt(stat.substring(0, open).strip()),
            new String(name, StandardCharsets.UTF_8),
            fields[0].charAt(0),
            Integer.parseInt(fields[1]),
            Integer.parseInt(fields[2]),
            Integer.parseInt(fields[3]),
            Long.parseLong(fields[START_TIME])));
  }

  boolean isZombie() {
    return state == 'Z' || state == 'X';
  }

  Event.LeftProcess told() {
    return new Event.LeftProcess(pid, name);
  }
}
