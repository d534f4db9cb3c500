package dev.rohrpost.cli;

/// Which version this is, and what it runs on.
final class Version {
  private Version() {}

  /// Returns the version of the command.
  static String number() {
    var descriptor = Version.class.getModule().getDescriptor();
    return descriptor == null ? "unknown" : descriptor.rawVersion().orElse("unknown");
  }

  /// Returns what `--version` prints.
  static String line() {
    var system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    return "rohrpost " + number() + " (Java " + Runtime.version() + ", " + system + ")";
  }
}
