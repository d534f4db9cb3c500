package dev.rohrpost.dbus.gen;

/// A source file that was generated, and is not yet written.
///
/// @param path where it belongs below the folder of sources, such as `org/bluez/Device1.java`
/// @param text what it contains
public record JavaFile(String path, String text) {
  /// What tells a generated file from another one.
  static final String MARK = "@Generated(\"dev.rohrpost.dbus.gen\")";
}
