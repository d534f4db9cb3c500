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
public record Diagnosis(List<Finding> findings, Picture picture, int hidden, Duration took) {}
