package dev.rohrpost.memory;

/// From whom shared memory with a name is accepted. Its owner can truncate it at any time, which
/// may end the JVM of who has mapped it.
public enum Trust {
  /// Only from the user of this process, and from root. Otherwise EACCES.
  OWN,
  /// From anybody.
  ANYBODY
}
