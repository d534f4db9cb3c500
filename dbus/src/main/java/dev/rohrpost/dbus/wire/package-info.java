/// The wire format of D-Bus, without I/O and without threads.
///
/// ```
///  Header ──► Encoder ──► bytes, descriptors ──► (a socket) ──► MessageReader ──► Header
///               ▲                                                   │
///     arguments, typed or by Type                                   ▼
///                                              descriptors ──► Decoder ──► arguments
/// ```
///
/// `Encoder.begin` writes a [dev.rohrpost.dbus.wire.Header], then the arguments follow, and
/// `Encoder.end` answers the whole message. The other way round, bytes are put into a
/// [dev.rohrpost.dbus.wire.MessageReader], which tells when a message is whole; a
/// [dev.rohrpost.dbus.wire.Decoder] reads its arguments, from where they lie. Generated code uses
/// the typed methods; `value(…)` does the same for any type that is known only when the program
/// runs.
///
/// Bytes that come are not trusted: each length is compared with what is there, nothing is
/// allocated because a length says so, and a message that breaks a rule is a
/// [dev.rohrpost.dbus.wire.WireException] that names it. A value that may not be sent is an
/// `IllegalArgumentException` before a byte has left.
///
/// No argument may be null. Nothing here is for more than one thread at a time.
///
/// @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html">D-Bus specification</a>
package dev.rohrpost.dbus.wire;
