package dev.rohrpost.inspect.doctor;

import java.util.Locale;

/// How bad a finding is.
public enum Severity {
  /// Work is stuck.
  ERROR,
  /// Work may be stuck.
  WARNING,
  /// Something was left behind.
  INFO;

  /// {@return the name for machines, such as `error`}
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
