/// Introspection documents: XML that says which interfaces an object has.
///
/// ```java
/// Node node = Introspection.read("org.bluez.xml", bytes);
/// for (Interface each : node.interfaces()) {
///   System.out.println(each.name() + ": " + each.methods().size() + " methods");
/// }
/// String answer = Introspection.write(node); // for org.freedesktop.DBus.Introspectable
/// ```
///
/// ```
///  Node ──┬── Interface ──┬── Method ──── Argument
///         │               ├── Signal ──── Argument
///         └── Node …      └── Property
/// ```
///
/// Documents may come from a peer. A DTD is never loaded, no entities but the five of XML are
/// replaced, and size and depth are limited. A prefix need not be bound: there are real documents
/// where it is not.
///
/// The types of this package do not change once they are made. No argument may be null.
///
/// @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#introspection-format">
///   D-Bus specification, introspection data format</a>
package dev.rohrpost.dbus.introspect;
