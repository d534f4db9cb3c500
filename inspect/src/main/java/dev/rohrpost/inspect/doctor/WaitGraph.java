package dev.rohrpost.inspect.doctor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which process waits for which.
final class WaitGraph {
  private final Map<Integer, Set<Integer>> edges = new TreeMap<>();
  private final Map<Integer, Set<Integer>> reverse = new HashMap<>();

  void add(int from, int to) {
    edges.computeIfAbsent(from, _ -> new TreeSet<>()).add(to);
    edges.computeIfAbsent(to, _ -> new TreeSet<>());
    reverse.computeIfAbsent(to, _ -> new TreeSet<>()).add(from);
  }

  /// Returns the sets of processes in which each waits for each, at some removes: the strongly
  /// connected components with an edge inside.
  ///
  /// Found by what is reachable both ways, which is enough for the few who are stuck.
  List<Set<Integer>> cycles() {
    var cycles = new ArrayList<Set<Integer>>();
    var done = new HashSet<Integer>();
    for (var pid : edges.keySet()) {
      if (!done.contains(pid)) {
        var component = reached(Set.of(pid), edges);
        component.retainAll(reached(Set.of(pid), reverse));
        if (!component.isEmpty()) {
          done.addAll(component);
          cycles.add(component);
        }
      }
    }
    return cycles;
  }

  /// Returns the others who wait for some processes, at some removes.
  Set<Integer> waitingFor(Set<Integer> pids) {
    var waiting = reached(pids, reverse);
    waiting.removeAll(pids);
    return waiting;
  }

  /// Returns what can be reached in one step or more.
  private static Set<Integer> reached(Set<Integer> from, Map<Integer, Set<Integer>> edges) {
    var reached = new TreeSet<Integer>();
    var work = new ArrayDeque<>(from);
    for (var pid = work.poll(); pid != null; pid = work.poll()) {
      for (var next : edges.getOrDefault(pid, Set.of())) {
        if (reached.add(next)) {
          work.add(next);
        }
      }
    }
    return reached;
  }
}
