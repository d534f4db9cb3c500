package dev.rohrpost.dbus;

/// How a connection wants a name.
///
/// @see <a
///   href="https://dbus.freedesktop.org/doc/dbus-specification.html#bus-messages-request-name">D-Bus
///   specification, RequestName</a>
public enum NameFlag {
  /// Another connection may take it away.
  ALLOW_REPLACEMENT(1),
  /// It is taken away from its owner, if that one allows it.
  REPLACE_EXISTING(2),
  /// If another connection has it, this one does not wait for it.
  DO_NOT_QUEUE(4);

  final int bit;

  NameFlag(int bit) {
    this.bit = bit;
  }
}
