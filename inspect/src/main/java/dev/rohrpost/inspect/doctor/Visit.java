package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.inspect.proc.StatLine;
import dev.rohrpost.libc.FcntlH;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// Two looks at the machine, and what they say together.
///
/// One look shows knots that are none: threads move while it is taken. Who is in a knot in both,
/// and never ran between, could not have changed anything either.
final class Visit {
  private final Sample before;
  private final Sample after;
  private final Activity activity;
  private final Proc proc;
  private final Set<Integer> moved = new HashSet<>();
  private final Exemptions exemptions;

  Visit(Sample before, Sample after, Activity activity, Proc proc) {
    this.before = before;
    this.after = after;
    this.activity = activity;
    this.proc = proc;
    this.exemptions = new Exemptions(after, proc);
    for (var task : after.tasks()) {
      var earlier = before.find(task.tid());
      if (earlier.filter(then -> then.slept(task)).isEmpty()) {
        moved.add(task.tid());
      }
    }
  }

  Sample before() {
    return before;
  }

  Sample after() {
    return after;
  }

  Proc proc() {
    return proc;
  }

  /// Returns the session of a process.
  OptionalInt session(int pid) {
    var stat = proc.text(FcntlH.AT_FDCWD, "/proc/" + pid + "/stat");
    return stat == null ? OptionalInt.empty() : OptionalInt.of(StatLine.parse(stat).session());
  }

  /// Tells whether a thread was there both times, and never ran between.
  boolean slept(int tid) {
    return after.tids().contains(tid) && !moved.contains(tid);
  }

  /// Tells whether a process was there both times, and none of its threads ran between.
  boolean sleptAll(int pid) {
    var process = after.process(pid);
    return process.isPresent()
        && process.get().threads().stream().allMatch(thread -> slept(thread.tid()));
  }

  /// Finds the threads that waited for a time only, both times, in processes of several threads
  /// that have neither read nor written meanwhile: the housekeeping of a virtual machine.
  Set<Integer> housekeeping() {
    var idle = Activity.timed(after);
    idle.retainAll(Activity.timed(before));
    idle.removeIf(tid -> !activity.isUnchanged(after.task(tid).pid(), proc));
    return idle;
  }

  /// Finds the threads that nobody can help.
  ///
  /// @param inert threads that help nobody
  Set<Integer> dead(Set<Integer> inert) {
    var first = Fixpoint.dead(before, Set.of(), inert);
    var live = new HashSet<>(after.tids());
    live.removeAll(first);
    live.addAll(moved);
    while (true) {
      var dead = Fixpoint.dead(after, live, inert);
      if (!live.addAll(exemptions.of(dead))) {
        return new TreeSet<>(dead);
      }
    }
  }

  /// Finds the threads that were stopped both times.
  Set<Integer> stopped() {
    var stopped = new HashSet<Integer>();
    for (var task : after.tasks()) {
      var earlier = before.find(task.tid());
      if (task.thread().isStopped()
          && earlier.filter(then -> then.thread().isStopped()).isPresent()) {
        stopped.add(task.tid());
      }
    }
    return stopped;
  }
}
