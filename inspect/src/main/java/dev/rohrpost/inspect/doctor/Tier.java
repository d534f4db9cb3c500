package dev.rohrpost.inspect.doctor;

import java.util.Locale;

/// How sure a finding is.
public enum Tier {
  /// Nothing moves again without somebody from outside: a signal, a debugger, somebody who opens
  /// the object anew.
  PROVEN,
  /// The same, but for something that could not be looked at.
  LIKELY,
  /// Facts to be judged: the kernel does not tell who could end the wait.
  OPEN;

  /// {@return the name for machines, such as `proven`}
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
