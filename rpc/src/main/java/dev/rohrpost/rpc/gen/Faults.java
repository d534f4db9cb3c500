package dev.rohrpost.rpc.gen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong, so that all of it can be said at once.
final class Faults {
  private static final int MOST = 50;

  private final List<Fault> faults = new ArrayList<>();

  void add(Place place, String what) {
    var fault = Fault.at(place, what);
    if (faults.size() < MOST && !faults.contains(fault)) {
      faults.add(fault);
    }
  }

  /// Ends here if something is wrong.
  void end() throws SpecificationException {
    if (!faults.isEmpty()) {
      faults.sort(
          Comparator.comparing(Fault::file)
              .thenComparingInt(Fault::line)
              .thenComparingInt(Fault::column));
      throw SpecificationException.of(faults);
    }
  }
}
