package dev.rohrpost.inspect;

import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.inspect.proc.Proc;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at what processes have mapped: segments of shared memory need no descriptor.
///
/// The kernel takes long to list the mappings of a process, so they are only asked for where there
/// is a segment that somebody may have mapped.
///
/// @param home what the numbers and names of these belong to
/// @param segments the System V segments by number, as far as anybody has them attached
/// @param files the POSIX segments by inode
/// @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html">proc_pid_maps(5)</a>
record MappingReader(
    Home home,
    Map<Integer, IpcObject.SystemVSegment> segments,
    Map<Long, IpcObject.PosixSegment> files) {

  /// Looks at the mappings of a process.
  ///
  /// @param directory where the path begins
  /// @param name the path of its `maps` from there
  void read(Proc proc, int pid, int directory, String name, Namespaces namespaces, Finds finds) {
    if (segments.isEmpty() && files.isEmpty()) {
      return;
    }
    var maps = proc.text(directory, name);
    if (maps == null) {
      return;
    }
    var isAtHome = home.hasObjectsOf(namespaces);
    var seen = new HashSet<String>();
    for (var line : maps.split("\n", -1)) {
      var path = line.indexOf('/');
      if (path > 0
          && (line.startsWith("/dev/shm/", path) || (isAtHome && line.startsWith("/SYSV", path)))) {
        add(line, pid, finds, seen);
      }
    }
  }

  private IpcObject.@Nullable PosixSegment file(String device, long inode) {
    return Fields.device(device) == home.segments() ? files.get(inode) : null;
  }

  /// A line is: addresses, permissions, offset, device, inode, path.
  private void add(String line, int pid, Finds finds, Set<String> seen) {
    var fields = line.split(" +", 6);
    var inode = Long.parseLong(fields[4]);
    var object = fields[5].startsWith("/SYSV") ? segments.get((int) inode) : file(fields[3], inode);
    if (object != null && seen.add(object.id())) {
      var flow = fields[1].charAt(1) == 'w' ? Flow.BOTH : Flow.READ;
      finds.add(pid, Link.NO_DESCRIPTOR, object, flow);
    }
  }
}
