package dev.rohrpost.dbus;

import dev.rohrpost.dbus.wire.WireException;

/// Takes messages before anybody on the connection looks at them.
interface Tap {
  /// Looks at the message that came last.
  ///
  /// @return whether it was taken: then nobody else gets it, and nobody answers it
  /// @throws WireException if it breaks a rule
  boolean takes(Inbox inbox) throws WireException;

  /// Nothing comes any more; called with the lock of the connection.
  void end(String reason);
}
