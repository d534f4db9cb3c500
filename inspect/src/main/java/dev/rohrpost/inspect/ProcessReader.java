package dev.rohrpost.inspect;

import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.inspect.proc.StatLine;
import java.util.ArrayList;
import java.util.List;

/// Looks at processes, one after the other.
final class ProcessReader {
  private final Proc proc;
  private final int root;
  private final Finds finds;
  private final DescriptorReader descriptors;
  private final ThreadReader threads;
  private final MappingReader mappings;

  /// @param root `/proc`, open
  ProcessReader(Proc proc, int root, Finds finds, MappingReader mappings) {
    this.proc = proc;
    this.root = root;
    this.finds = finds;
    this.descriptors = new DescriptorReader(proc, finds, mappings.home());
    this.threads = new ThreadReader(proc, finds);
    this.mappings = mappings;
  }

  /// Looks at one; where it ends meanwhile, nothing was there.
  void read(int pid) {
    var directory = proc.directory(root, Integer.toString(pid));
    if (directory < 0) {
      return;
    }
    try {
      read(pid, directory);
    } finally {
      proc.close(directory);
    }
  }

  private void read(int pid, int directory) {
    var stat = proc.piece(directory, "stat");
    var status = stat == null ? null : proc.piece(directory, "status");
    if (stat == null || status == null) {
      if (proc.isDenied()) {
        finds.unseen.add(pid);
      }
      return;
    }
    var line = StatLine.parse(stat);
    if (line.isKernel()) {
      return;
    }
    if (isOver(line.state()) && line.threads() > 1) {
      threads.withLiving(directory, files -> add(pid, directory, files, line, status));
    } else {
      add(pid, directory, directory, line, status);
    }
  }

  /// @param files where those of the process are, which is not its own folder when its first thread
  ///   has ended before the others
  private void add(int pid, int directory, int files, StatLine line, String status) {
    var zombie = isOver(line.state()) && files == directory;
    var namespaces = zombie ? Namespaces.UNKNOWN : namespaces(files);
    var hidden = !zombie && !descriptors.read(pid, files, namespaces);
    var running = threads.read(pid, directory, line, hidden);
    if (running.isEmpty()) {
      return;
    }
    if (!zombie && !hidden) {
      mappings.read(proc, pid, files, "maps", namespaces, finds);
    }
    finds.processes.add(
        new ProcessInfo(
            pid,
            line.parent(),
            uid(status),
            line.name(),
            zombie ? List.of() : command(proc, files, "cmdline"),
            state(running),
            line.started(),
            namespaces,
            Signals.parse(status),
            hidden,
            running));
  }

  /// Returns the state of a process: that of its first thread that has not ended. It is a zombie
  /// only if all have.
  static char state(List<ThreadInfo> threads) {
    for (var thread : threads) {
      if (!isOver(thread.state())) {
        return thread.state();
      }
    }
    return threads.getFirst().state();
  }

  static boolean isOver(char state) {
    return state == 'Z' || state == 'X';
  }

  /// The first of real, effective, saved and file system user.
  private static int uid(String status) {
    var all = Fields.of(status, "Uid:");
    return (int) Long.parseLong(all, 0, all.indexOf('\t'), 10);
  }

  private Namespaces namespaces(int directory) {
    return new Namespaces(
        namespace(proc, directory, "ns/pid"),
        namespace(proc, directory, "ns/net"),
        namespace(proc, directory, "ns/ipc"),
        namespace(proc, directory, "ns/mnt"));
  }

  /// A link such as `net:[4026531840]`.
  static long namespace(Proc proc, int directory, String name) {
    var link = proc.link(directory, name);
    return link == null ? 0 : Long.parseLong(link, link.indexOf('[') + 1, link.length() - 1, 10);
  }

  static List<String> command(Proc proc, int directory, String name) {
    var text = proc.piece(directory, name);
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    var words = new ArrayList<String>();
    for (var at = 0; at < text.length(); ) {
      var end = text.indexOf('\0', at);
      words.add(text.substring(at, end < 0 ? text.length() : end));
      at = end < 0 ? text.length() : end + 1;
    }
    return words;
  }
}
