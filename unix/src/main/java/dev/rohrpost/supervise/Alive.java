package dev.rohrpost.supervise;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The generations of which a process exists or is about to be started: two at most.
final class Alive {
  private static final int MOST = 2;

  private final Set<Generation> generations = new LinkedHashSet<>();

  void add(Generation generation) {
    generations.add(generation);
  }

  void remove(Generation generation) {
    generations.remove(generation);
  }

  boolean contains(Generation generation) {
    return generations.contains(generation);
  }

  boolean isEmpty() {
    return generations.isEmpty();
  }

  /// Whether one more may begin.
  boolean hasRoom() {
    return generations.size() < MOST;
  }

  /// {@return those of this moment, the oldest first}
  List<Generation> all() {
    return List.copyOf(generations);
  }

  /// {@return their workers of this moment}
  List<Worker> workers() {
    return generations.stream().flatMap(generation -> generation.workers().stream()).toList();
  }

  /// {@return the number of the generation that has to be gone first}
  int oldest() {
    return generations.stream()
        .filter(generation -> !generation.isWanted())
        .mapToInt(Generation::number)
        .min()
        .orElse(0);
  }
}
