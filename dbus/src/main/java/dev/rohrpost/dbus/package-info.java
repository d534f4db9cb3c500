/// Message buses: calls, signals, names.
///
/// ```
///   Bus ──► Call ──► Reply                       one thread calls, or many
///    ├────► Subscription ──► Event               signals in their order
///    └────► OwnedName                            a name that others find
///   Monitor ──► Monitor.Event                    the messages of others
/// ```
///
/// No argument may be null. All types may be used by several threads at once. What a peer or the
/// bus answers as an error is a [dev.rohrpost.dbus.DbusException] with its name; what may not be
/// sent is an `IllegalArgumentException` before a byte has left. No wait but those without a
/// deadline is longer than said; an interrupt ends a wait and leaves the connection as it was.
///
/// @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html">D-Bus specification</a>
package dev.rohrpost.dbus;
