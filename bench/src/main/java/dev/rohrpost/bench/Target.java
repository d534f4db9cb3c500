package dev.rohrpost.bench;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What ours has to keep to. Besides, it is to be faster than every peer.
///
/// @param limit the highest number that is allowed
/// @param unit what the number counts, for a person
/// @param reached computes the number
record Target(double limit, String unit, ToDoubleFunction<Result> reached) {

  /// At most so many times what the baseline takes.
  static Target times(double limit) {
    return new Target(limit, "x the baseline", result -> result.toBaseline(result.ours()).median());
  }

  /// At most so many times what another contestant takes.
  static Target times(double limit, String contestant) {
    return new Target(
        limit, "x " + contestant, result -> result.oursTo(result.lane(contestant)).median());
  }

  /// At most so many kibibytes.
  static Target kibibytes(double limit) {
    return new Target(limit, "KiB", result -> result.ours().ns().median() / 1024);
  }

  /// At most so many milliseconds more than the baseline.
  static Target more(double limit) {
    return new Target(
        limit,
        "ms more than the baseline",
        result -> (result.ours().ns().median() - result.baseline().ns().median()) / 1e6);
  }

  /// At most so many milliseconds.
  static Target within(double limit) {
    return new Target(limit, "ms", result -> result.ours().ns().median() / 1e6);
  }

  boolean isMetBy(Result result) {
    return reached.applyAsDouble(result) <= limit;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "at most %.2f %s", limit, unit);
  }
}
