package dev.rohrpost.inspect.doctor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the threads that nobody can help.
///
/// A thread that waits for any of several is helped if one of them is live. So the live ones are
/// those from which help can spread: they are found from the live ones on, and who is not reached
/// is dead. A cycle is not enough to be dead, as long as one of its members could be helped from
/// outside.
final class Fixpoint {
  private final Sample sample;
  private final Set<Integer> inert;
  private final Map<Integer, List<Integer>> byProcess = new HashMap<>(); // helper -> helped threads
  private final Map<Integer, List<Integer>> byThread = new HashMap<>();
  private final Set<Integer> liveThreads = new HashSet<>();
  private final Set<Integer> liveProcesses = new HashSet<>();
  private final ArrayDeque<Integer> work = new ArrayDeque<>();

  private Fixpoint(Sample sample, Set<Integer> inert) {
    this.sample = sample;
    this.inert = inert;
  }

  /// Finds them.
  ///
  /// @param live threads that are live whatever they wait for
  /// @param inert threads that help nobody, whatever they wait for
  /// @return the others that nobody can help
  static Set<Integer> dead(Sample sample, Set<Integer> live, Set<Integer> inert) {
    var fixpoint = new Fixpoint(sample, inert);
    fixpoint.begin(live);
    fixpoint.spread();
    var dead = new HashSet<>(sample.tids());
    dead.removeAll(fixpoint.liveThreads);
    dead.removeAll(inert);
    dead.removeIf(tid -> sample.task(tid).thread().state() == 'Z');
    return dead;
  }

  private void begin(Set<Integer> live) {
    for (var task : sample.tasks()) {
      var tid = task.tid();
      switch (sample.waitOf(tid)) {
        case Wait.Live _ -> enliven(tid);
        case Wait.Blocked(_, var reaches) -> {
          if (live.contains(tid)) {
            enliven(tid);
          }
          for (var reach : reaches) {
            reach.processes().forEach(pid -> add(byProcess, pid, tid));
            reach.threads().forEach(other -> add(byThread, other, tid));
          }
        }
      }
    }
    // Who is waited for and was not seen may do anything.
    for (var pid : byProcess.keySet()) {
      var seen = sample.process(pid);
      if (seen.isEmpty() || seen.get().hidden()) {
        enlivenProcess(pid);
      }
    }
  }

  private static void add(Map<Integer, List<Integer>> index, int helper, int helped) {
    index.computeIfAbsent(helper, _ -> new ArrayList<>()).add(helped);
  }

  private void enliven(int tid) {
    var ended = sample.find(tid).filter(task -> task.thread().state() != 'Z').isEmpty();
    if (!ended && !inert.contains(tid) && liveThreads.add(tid)) {
      work.add(tid);
    }
  }

  private void enlivenProcess(int pid) {
    if (liveProcesses.add(pid)) {
      byProcess.getOrDefault(pid, List.of()).forEach(this::enliven);
    }
  }

  private void spread() {
    for (var tid = work.poll(); tid != null; tid = work.poll()) {
      byThread.getOrDefault(tid, List.of()).forEach(this::enliven);
      enlivenProcess(sample.task(tid).pid());
    }
  }
}
