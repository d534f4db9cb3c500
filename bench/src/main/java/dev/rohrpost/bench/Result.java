package dev.rohrpost.bench;

import java.util.List;

/// A race that is over.
///
/// @param lanes those who took part, the baseline first, ours second
record Result(Benchmark benchmark, List<Lane> lanes) {

  Lane baseline() {
    return lanes.getFirst();
  }

  Lane ours() {
    return lanes.get(1);
  }

  Lane lane(String name) {
    return lanes.stream().filter(lane -> lane.name().equals(name)).findFirst().orElseThrow();
  }

  /// Returns the others who do the same, but for further programs in C.
  List<Lane> peers() {
    return lanes.subList(2, lanes.size()).stream()
        .filter(lane -> !(lane.contestant() instanceof Contestant.InC))
        .toList();
  }

  boolean isFasterThanPeers() {
    return peers().stream().allMatch(peer -> oursTo(peer).median() < 1);
  }

  /// Returns how many times the baseline's time a contestant took.
  Samples toBaseline(Lane lane) {
    return lane.ns().over(baseline().ns());
  }

  /// Returns how many times a contestant's time ours took.
  Samples oursTo(Lane lane) {
    return ours().ns().over(lane.ns());
  }
}
