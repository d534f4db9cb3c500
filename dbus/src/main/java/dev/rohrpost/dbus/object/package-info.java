/// What generated code stands on: objects of peers, and objects that are exported.
///
/// ```
///   caller ──► Client ──► RemoteObject ┈┈► a connection ┈┈► ExportedInterface ──► implementation
///            (generated)                                       (generated)
/// ```
///
/// [ExportedObject] makes interfaces callable for others, and adds the standard ones.
///
/// Generated code writes and reads arguments with [dev.rohrpost.dbus.wire.Encoder] and
/// [dev.rohrpost.dbus.wire.Decoder], without reflection. The rest, which is the same for all
/// interfaces, is behind the types of this package.
///
/// No argument may be null.
package dev.rohrpost.dbus.object;
