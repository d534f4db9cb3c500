package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Picture;
import java.time.Duration;
import java.util.List;

/// What the doctor found.
///
/// @param findings the worst first
/// @param picture what the second look saw
/// @param hidden how many processes could not be looked into
/// @param took how long both looks and the thinking took, without the pause between them
/// @param buses of which calls were seen that began meanwhile, or since somebody watches them:
///   `system`, `session`
public record Diagnosis(
    List<Finding> findings, Picture picture, int hidden, Duration took, List<String> buses) {
  /// A diagnosis without any bus.
  ///
  /// @param findings the worst first
  /// @param picture what the second look saw
  /// @param hidden how many processes could not be looked into
  /// @param took how long that took
  public Diagnosis(List<Finding> findings, Picture picture, int hidden, Duration took) {
    this(findings, picture, hidden, took, List.of());
  }
}
