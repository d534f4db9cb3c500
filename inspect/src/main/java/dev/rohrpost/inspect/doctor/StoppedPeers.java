package dev.rohrpost.inspect.doctor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds processes that go on as soon as one that was stopped goes on, also by way of others.
final class StoppedPeers implements Doctor.Check {
  @Override
  public void examine(Visit visit, List<Finding> found) {
    var stopped = visit.stopped();
    if (stopped.isEmpty()) {
      return;
    }
    var held = new HashSet<>(visit.dead(stopped));
    held.removeAll(visit.dead(Set.of()));
    var culprits = new TreeSet<Integer>();
    stopped.forEach(tid -> culprits.add(visit.after().task(tid).pid()));
    for (var pid : culprits) {
      var edges = behind(visit.after(), pid, new TreeSet<>(held));
      if (!edges.isEmpty()) {
        found.add(finding(visit.after(), pid, edges));
      }
    }
  }

  /// Finds who waits for a process, and who waits for those, and so on.
  private static List<Edge> behind(Sample sample, int stopped, Set<Integer> held) {
    var edges = new LinkedHashSet<Edge>();
    var reached = new HashSet<>(Set.of(stopped));
    var work = new ArrayDeque<>(Set.of(stopped));
    for (var helper = work.poll(); helper != null; helper = work.poll()) {
      for (var tid : held) {
        for (var edge : waits(sample, tid, helper)) {
          edges.add(edge);
          if (reached.add(edge.pid())) {
            work.add(edge.pid());
          }
        }
      }
    }
    return List.copyOf(edges);
  }

  private static List<Edge> waits(Sample sample, int tid, int helper) {
    var pid = sample.task(tid).pid();
    if (pid == helper || !(sample.waitOf(tid) instanceof Wait.Blocked(var call, var reaches))) {
      return List.of();
    }
    var edges = new ArrayList<Edge>();
    for (var reach : reaches) {
      if (reach.processes().contains(helper)) {
        var helpers = List.copyOf(new TreeSet<>(reach.processes()));
        edges.add(new Edge(pid, tid, call, reach.fd(), reach.object(), helpers));
      }
    }
    return edges;
  }

  private static Finding finding(Sample sample, int pid, List<Edge> edges) {
    var held = new TreeSet<Integer>();
    var evidence = new ArrayList<String>();
    for (var edge : edges) {
      held.add(edge.pid());
    }
    evidence.add(Words.process(sample, pid) + " was stopped, by a signal or a debugger");
    return new Finding(
        Symptom.STOPPED_PEER,
        Tier.LIKELY,
        Severity.WARNING,
        Words.infos(sample, List.of(pid), held),
        List.copyOf(edges),
        List.copyOf(evidence),
        "whoever stopped it may mean to continue it",
        "kill -CONT " + pid + ", or end it");
  }
}
