package dev.rohrpost.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// One number a round.
record Samples(List<Double> values) {

  /// Returns the middle one, or the mean of the two in the middle.
  double median() {
    double[] sorted = sorted();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  double lowest() {
    return sorted()[0];
  }

  double highest() {
    return sorted()[values.size() - 1];
  }

  /// Returns the ratios round by round: what the machine did to both of a round cancels out.
  Samples over(Samples others) {
    return new Samples(
        IntStream.range(0, values.size())
            .mapToObj(round -> values.get(round) / others.values.get(round))
            .toList());
  }

  private double[] sorted() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
