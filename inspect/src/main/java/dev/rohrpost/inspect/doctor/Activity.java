package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// How often processes have read and written until some moment.
///
/// @param calls of each process that may be idle but for housekeeping
record Activity(Map<Integer, String> calls) {
  /// Asks the processes of several threads of which some wait for a time only, and others for
  /// something that may never come: those whose verdict depends on it.
  static Activity of(Sample sample, Proc proc) {
    var calls = new HashMap<Integer, String>();
    for (var tid : Fixpoint.dead(sample, Set.of(), timed(sample))) {
      var process = sample.task(tid).process();
      if (process.threads().size() > 1) {
        calls.computeIfAbsent(process.pid(), pid -> count(pid, proc));
      }
    }
    return new Activity(calls);
  }

  private static String count(int pid, Proc proc) {
    var io = proc.text(FcntlH.AT_FDCWD, "/proc/" + pid + "/io");
    return io == null ? "" : Fields.of(io, "syscr:") + " " + Fields.of(io, "syscw:");
  }

  /// Returns the threads that wait for a time only.
  static Set<Integer> timed(Sample sample) {
    var timed = new HashSet<Integer>();
    for (var tid : sample.tids()) {
      if (sample.waitOf(tid) instanceof Wait.Live(var cause) && cause == Wait.Cause.TIMED) {
        timed.add(tid);
      }
    }
    return timed;
  }

  /// Tells whether a process has neither read nor written since.
  boolean isUnchanged(int pid, Proc proc) {
    var earlier = calls.getOrDefault(pid, "");
    return !earlier.isEmpty() && earlier.equals(count(pid, proc));
  }
}
