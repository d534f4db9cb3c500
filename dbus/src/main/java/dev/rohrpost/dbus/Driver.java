package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.ObjectPath;

/// The bus itself, as an object that can be called.
///
/// @see <a
///   href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-bus-messages">D-Bus
///   specification, message bus messages</a>
final class Driver {
  static final String NAME = "org.freedesktop.DBus";
  static final ObjectPath PATH = ObjectPath.of("/org/freedesktop/DBus");

  private Driver() {}

  /// A call of the bus.
  static Call call(String member) {
    return Call.to(NAME, PATH, NAME, member);
  }

  /// What tells that any name has another owner.
  static MatchRule ownerChanges() {
    return MatchRule.signal()
        .sender(NAME)
        .path(PATH)
        .interfaceName(NAME)
        .member("NameOwnerChanged");
  }

  /// What tells that a name has another owner.
  static MatchRule ownerChanges(String name) {
    return ownerChanges().argument(0, name);
  }
}
