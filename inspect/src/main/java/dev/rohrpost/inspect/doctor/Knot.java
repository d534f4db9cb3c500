package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.doctor.Wait.Nature;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Processes that wait for each other, and for nobody else.
///
/// @param pids the processes
/// @param edges who of them waits for whom
/// @param natures how they wait
/// @param victims processes that wait for them
/// @param objects whatever they wait for, and those whom they wait for besides each other: who has
///   one of these could help
record Knot(
    Set<Integer> pids,
    List<Edge> edges,
    Set<Nature> natures,
    Set<Integer> victims,
    Set<String> objects) {
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
    return new Knot(pids, List.copyOf(edges), natures, victims, objects(pids, dead, sample));
  }

  private static Set<String> objects(Set<Integer> pids, Set<Integer> dead, Sample sample) {
    var objects = new TreeSet<String>();
    var all = new HashSet<>(pids);
    var work = new ArrayDeque<>(pids);
    for (var pid = work.poll(); pid != null; pid = work.poll()) {
      var threads = sample.process(pid).map(ProcessInfo::threads).orElse(List.of());
      for (var thread : threads) {
        if (dead.contains(thread.tid())
            && sample.waitOf(thread.tid()) instanceof Wait.Blocked(_, var reaches)) {
          for (var reach : reaches) {
            objects.add(reach.object());
            reach.processes().stream().filter(all::add).forEach(work::add);
          }
        }
      }
    }
    objects.remove(""); // of waits for a child, or for another thread
    return objects;
  }
}
