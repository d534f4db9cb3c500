/// Calls on a bus, as a [dev.rohrpost.dbus.Monitor] sees them: which are open, and how others have
/// ended.
///
/// ```
///   Monitor ──► CallTrace ──► EndedCall           while events are taken
///                   └───────► OpenCall            at any moment
/// ```
///
/// No argument may be null.
package dev.rohrpost.dbus.trace;
