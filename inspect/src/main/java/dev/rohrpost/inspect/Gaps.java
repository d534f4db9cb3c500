package dev.rohrpost.inspect;

import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;
import java.util.List;

/// Says what this user could not see.
final class Gaps {
  private static final long INIT_PID_NAMESPACE = 0xeffffffcL; // PROC_PID_INIT_INO of the kernel

  private Gaps() {}

  static void read(Proc proc, Finds finds, List<Unknown> unknown) {
    add(
        "descriptors and system calls of",
        "they run for another user or may not be dumped, and CAP_SYS_PTRACE is missing",
        finds.processes.stream().filter(ProcessInfo::hidden).map(ProcessInfo::pid).toList(),
        unknown);
    add("all but the number of", "/proc is mounted with hidepid", finds.unseen, unknown);
    if (finds.unseen.isEmpty() && hidesProcesses(proc)) {
      add("processes of other users", "/proc is mounted with hidepid", unknown);
    }
    if (isContained(finds)) {
      add("processes outside of this PID namespace", "this process runs in a container", unknown);
    }
  }

  private static void add(String what, String why, List<Integer> pids, List<Unknown> unknown) {
    if (!pids.isEmpty()) {
      var count = pids.size() == 1 ? " one process" : " " + pids.size() + " processes";
      unknown.add(new Unknown(Unknown.Matter.PROCESSES, what + count, why, List.copyOf(pids)));
    }
  }

  private static void add(String what, String why, List<Unknown> unknown) {
    unknown.add(new Unknown(Unknown.Matter.PROCESSES, what, why, List.of()));
  }

  /// With a `hidepid` of 2 or `invisible`, what may not be looked at is not even listed. Whoever
  /// may trace everybody sees all the same, which shows in the first process.
  private static boolean hidesProcesses(Proc proc) {
    var mounts = proc.text(FcntlH.AT_FDCWD, "/proc/self/mounts");
    return mounts != null
        && mounts
            .lines()
            .anyMatch(line -> line.contains(" /proc proc ") && line.contains("hidepid="))
        && proc.stat(FcntlH.AT_FDCWD, "/proc/1") == null;
  }

  private static boolean isContained(Finds finds) {
    var own = ProcessHandle.current().pid();
    return finds.processes.stream()
        .anyMatch(
            process -> process.pid() == own && process.namespaces().pid() != INIT_PID_NAMESPACE);
  }
}
