package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.doctor.Wait.Nature;
import dev.rohrpost.inspect.doctor.Wait.Reach;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Processes that wait for each other, and for nobody else.
///
/// @param pids the processes
/// @param edges who of them waits for whom
/// @param natures how they wait
/// @param victims processes that wait for them
/// @param helpers the processes, and those whom they wait for besides each other
/// @param reaches all that these wait for
record Knot(
    Set<Integer> pids,
    List<Edge> edges,
    Set<Nature> natures,
    Set<Integer> victims,
    Set<Integer> helpers,
    List<Reach> reaches) {
  /// Finds the knots among threads that nobody can help. Waits between the threads of one process
  /// make none: a signal handler may end them.
  static List<Knot> among(Set<Integer> dead, Sample sample) {
    var graph = new WaitGraph();
    for (var tid : dead) {
      if (sample.waitOf(tid) instanceof Wait.Blocked(_, var reaches)) {
        var pid = sample.task(tid).pid();
        for (var reach : reaches) {
          if (reach.nature() != Nature.FUTEX) {
            reach.processes().forEach(other -> graph.add(pid, other));
          }
        }
      }
    }
    var knots = new ArrayList<Knot>();
    for (var pids : graph.cycles()) {
      knots.add(of(pids, graph.waitingFor(pids), dead, sample));
    }
    return knots;
  }

  private static Knot of(
      Set<Integer> pids, Set<Integer> victims, Set<Integer> dead, Sample sample) {
    var edges = new ArrayList<Edge>();
    var natures = EnumSet.noneOf(Nature.class);
    for (var tid : dead) {
      var task = sample.task(tid);
      if (pids.contains(task.pid())
          && sample.waitOf(tid) instanceof Wait.Blocked(var call, var all)) {
        for (var reach : all) {
          var inside = new TreeSet<>(reach.processes());
          inside.retainAll(pids);
          if (reach.nature() != Nature.FUTEX && !inside.isEmpty()) {
            natures.add(reach.nature());
            var helpers = List.copyOf(new TreeSet<>(reach.processes()));
            edges.add(new Edge(task.pid(), tid, call, reach.fd(), reach.object(), helpers));
          }
        }
      }
    }
    var helpers = new TreeSet<>(pids);
    var reaches = follow(helpers, dead, sample);
    return new Knot(pids, List.copyOf(edges), natures, victims, helpers, reaches);
  }

  /// Finds out what processes depend on.
  ///
  /// @param pids the processes, to which those are added on whom they depend
  /// @return what all of these wait for
  private static List<Reach> follow(Set<Integer> pids, Set<Integer> dead, Sample sample) {
    var found = new ArrayList<Reach>();
    var work = new ArrayDeque<>(pids);
    for (var pid = work.poll(); pid != null; pid = work.poll()) {
      var threads = sample.process(pid).map(ProcessInfo::threads).orElse(List.of());
      for (var thread : threads) {
        if (dead.contains(thread.tid())
            && sample.waitOf(thread.tid()) instanceof Wait.Blocked(_, var reaches)) {
          for (var reach : reaches) {
            found.add(reach);
            reach.processes().stream().filter(pids::add).forEach(work::add);
          }
        }
      }
    }
    return found;
  }
}
