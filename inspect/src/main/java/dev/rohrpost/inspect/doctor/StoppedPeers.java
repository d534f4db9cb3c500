package dev.rohrpost.inspect.doctor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds processes that go on as soon as one that was stopped goes on.
final class StoppedPeers implements Doctor.Check {
  @Override
  public void examine(Visit visit, List<Finding> found) {
    var stopped = visit.stopped();
    if (stopped.isEmpty()) {
      return;
    }
    var held = new HashSet<>(visit.dead(stopped));
    held.removeAll(visit.dead(Set.of()));
    Map<Integer, List<Edge>> byStopped = new TreeMap<>();
    for (var tid : new TreeSet<>(held)) {
      var pid = visit.after().task(tid).pid();
      if (visit.after().waitOf(tid) instanceof Wait.Blocked(var call, var reaches)) {
        for (var reach : reaches) {
          for (var other : reach.processes()) {
            if (other != pid && isStopped(visit, other, stopped)) {
              var helpers = List.copyOf(new TreeSet<>(reach.processes()));
              byStopped
                  .computeIfAbsent(other, _ -> new ArrayList<>())
                  .add(new Edge(pid, tid, call, reach.fd(), reach.object(), helpers));
            }
          }
        }
      }
    }
    byStopped.forEach((pid, edges) -> found.add(finding(visit.after(), pid, edges)));
  }

  private static boolean isStopped(Visit visit, int pid, Set<Integer> stopped) {
    return visit.after().process(pid).stream()
        .flatMap(process -> process.threads().stream())
        .anyMatch(thread -> stopped.contains(thread.tid()));
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
