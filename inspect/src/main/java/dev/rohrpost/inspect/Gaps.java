package dev.rohrpost.inspect;

import dev.rohrpost.inspect.kernel.Tables;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Says what this user could not see.
final class Gaps {
  private static final String HIDEPID = "/proc is mounted with hidepid";

  private Gaps() {}

  static void read(Proc proc, Finds finds, Home home, List<Unknown> unknown) {
    add(
        Unknown.Matter.DESCRIPTORS,
        "descriptors and system calls of",
        "this user may not trace them: they run for another user, may not be dumped, or are protected",
        finds.processes.stream().filter(ProcessInfo::hidden).map(ProcessInfo::pid).toList(),
        unknown);
    add(
        Unknown.Matter.DESCRIPTORS,
        "system calls of",
        "this user may not attach to them, as where kernel.yama.ptrace_scope is set",
        List.copyOf(finds.silent),
        unknown);
    add(
        Unknown.Matter.SYSTEM_OBJECTS,
        "System V objects of",
        "they live in other IPC namespaces",
        finds.processes.stream()
            .filter(process -> isElsewhere(process.namespaces(), home))
            .map(ProcessInfo::pid)
            .toList(),
        unknown);
    var options = hidepid(proc);
    var locked = options.isEmpty() ? finds.unseen : locked(proc, finds);
    add(Unknown.Matter.PROCESSES, "all but the number of", HIDEPID, locked, unknown);
    if (locked.isEmpty() && !options.isEmpty() && hidesProcesses(proc)) {
      add("processes of other users", HIDEPID, unknown);
    }
    if (!Tables.isFirstNamespace()) {
      add("processes outside of this PID namespace", "this process runs in a container", unknown);
    }
  }

  private static boolean isElsewhere(Namespaces namespaces, Home home) {
    return namespaces.ipc() != 0 && !home.hasObjectsOf(namespaces);
  }

  private static void add(
      Unknown.Matter matter, String what, String why, List<Integer> pids, List<Unknown> unknown) {
    if (!pids.isEmpty()) {
      var count = pids.size() == 1 ? " one process" : " " + pids.size() + " processes";
      unknown.add(new Unknown(matter, what + count, why, List.copyOf(pids)));
    }
  }

  private static void add(String what, String why, List<Unknown> unknown) {
    unknown.add(new Unknown(Unknown.Matter.PROCESSES, what, why, List.of()));
  }

  /// Returns with which option `/proc` hides processes; empty if it does not. What was mounted last
  /// is what is seen.
  private static String hidepid(Proc proc) {
    var mounts = proc.text(FcntlH.AT_FDCWD, "/proc/self/mounts");
    if (mounts == null) {
      return "";
    }
    var line = mounts.lines().filter(mount -> mount.contains(" /proc proc ")).reduce((_, b) -> b);
    return line.filter(mount -> mount.contains("hidepid=")).orElse("");
  }

  /// With a `hidepid` of 1 or `noaccess` all numbers are listed, but what belongs to others is
  /// locked. Whether those are processes or threads of the kernel cannot be seen.
  private static List<Integer> locked(Proc proc, Finds finds) {
    var locked = new TreeSet<>(finds.unseen);
    var root = proc.directory(FcntlH.AT_FDCWD, "/proc");
    if (root < 0) {
      return List.copyOf(locked);
    }
    try {
      var pids = proc.numbers(root);
      for (var pid : pids == null ? new int[0] : pids) {
        var process = proc.directory(root, Integer.toString(pid));
        if (process >= 0) {
          proc.close(process);
        } else if (proc.isDenied()) {
          locked.add(pid);
        }
      }
    } finally {
      proc.close(root);
    }
    return new ArrayList<>(locked);
  }

  /// With a `hidepid` of 2 or `invisible`, or 4 or `ptraceable`, what may not be looked at is not
  /// even listed. Whoever may look at everybody sees all the same, which shows in the first
  /// process, unless that is his own.
  private static boolean hidesProcesses(Proc proc) {
    var first = proc.stat(FcntlH.AT_FDCWD, "/proc/1");
    var user = UnistdH.geteuid();
    return first == null || (user != 0 && first.uid() == user);
  }
}
