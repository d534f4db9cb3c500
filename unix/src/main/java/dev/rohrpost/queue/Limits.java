package dev.rohrpost.queue;

import dev.rohrpost.ipc.Sysctl;

/// What the administrator of the machine allows, as sysctl(8) names it.
final class Limits {
  private Limits() {}

  /// Names a limit and its value, for the message of a failure.
  ///
  /// @param name such as `kernel.msgmax`
  /// @return such as `sysctl kernel.msgmax is 8192`; the name alone where there is no `/proc`
  static String named(String name) {
    return Sysctl.text(name)
        .map(value -> "sysctl " + name + " is " + value)
        .orElse("see sysctl " + name);
  }

  /// Returns a limit.
  ///
  /// @return its value; the highest there can be where there is no `/proc`
  static long value(String name) {
    return Sysctl.number(name).orElse(Long.MAX_VALUE);
  }
}
