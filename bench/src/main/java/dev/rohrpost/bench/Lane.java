package dev.rohrpost.bench;

import java.util.ArrayList;
import java.util.List;

/// A contestant in a race and what it has run so far.
record Lane(Contestant contestant, List<Measurement> rounds) {

  Lane(Contestant contestant) {
    this(contestant, new ArrayList<>());
  }

  String name() {
    return contestant.name();
  }

  /// Returns nanoseconds per operation.
  Samples ns() {
    return new Samples(rounds.stream().map(Measurement::ns).toList());
  }

  /// Returns bytes allocated per operation; not numbers where that cannot be asked.
  Samples bytes() {
    return new Samples(rounds.stream().map(Measurement::bytes).toList());
  }
}
