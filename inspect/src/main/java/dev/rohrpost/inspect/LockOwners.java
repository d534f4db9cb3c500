package dev.rohrpost.inspect;

import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds out which processes have a lock, and what the locked file is called.
///
/// A lock of `flock` or of an open file description belongs to every process that shares the
/// description; `/proc/locks` knows one of them at best. The rest is in `fdinfo`, which is only
/// read where somebody waits for the lock or no process is named.
final class LockOwners {
  private final Proc proc;
  private final Map<Long, String> paths = new HashMap<>(); // by inode
  private final Map<String, Set<Integer>> sharers = new HashMap<>(); // by key of the lock

  LockOwners(Proc proc, Finds finds, List<Locks.Entry> entries) {
    this.proc = proc;
    var inodes = new HashSet<Long>();
    var pids = new TreeSet<Integer>();
    var everybody = false;
    for (var entry : entries) {
      inodes.add(entry.lock().inode());
      pids.add(entry.pid());
      everybody |= entry.waits() || entry.pid() < 0;
    }
    if (!entries.isEmpty()) {
      for (var process : finds.processes) {
        if (!process.hidden() && (everybody || pids.contains(process.pid()))) {
          look(process.pid(), finds.lockable, inodes);
        }
      }
    }
  }

  /// Gives a lock the path of its file.
  IpcObject.FileLock named(IpcObject.FileLock lock) {
    return new IpcObject.FileLock(
        lock.key(),
        paths.getOrDefault(lock.inode(), ""),
        lock.type(),
        lock.exclusive(),
        lock.device(),
        lock.inode(),
        lock.from(),
        lock.to());
  }

  /// Returns the processes that have a lock or wait for it.
  Set<Integer> of(Locks.Entry entry) {
    var pids = new TreeSet<Integer>();
    if (entry.pid() >= 0) {
      pids.add(entry.pid());
    }
    if (!entry.waits()) {
      pids.addAll(sharers.getOrDefault(entry.lock().key(), Set.of()));
    }
    return pids;
  }

  private void look(int pid, @Nullable Map<Integer, List<Integer>> lockable, Set<Long> inodes) {
    var known = lockable == null ? null : lockable.getOrDefault(pid, List.of());
    if (known != null && known.isEmpty()) {
      return;
    }
    var directory = proc.directory(FcntlH.AT_FDCWD, "/proc/" + pid + "/fd");
    if (directory < 0) {
      return;
    }
    try {
      for (var fd : known == null ? all(directory) : known) {
        var stat = proc.stat(directory, Integer.toString(fd));
        if (stat != null && inodes.contains(stat.inode())) {
          remember(pid, fd, directory, stat.inode());
        }
      }
    } finally {
      proc.close(directory);
    }
  }

  private List<Integer> all(int directory) {
    var numbers = proc.numbers(directory);
    return numbers == null ? List.of() : Arrays.stream(numbers).boxed().toList();
  }

  private void remember(int pid, int fd, int directory, long inode) {
    var info = proc.text(FcntlH.AT_FDCWD, "/proc/" + pid + "/fdinfo/" + fd);
    if (info == null || !info.contains("lock:")) {
      return;
    }
    var path = proc.link(directory, Integer.toString(fd));
    if (path != null) {
      paths.putIfAbsent(inode, path);
    }
    for (var entry : Locks.parse(info)) {
      sharers.computeIfAbsent(entry.lock().key(), _ -> new TreeSet<>()).add(pid);
    }
  }
}
