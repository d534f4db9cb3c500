package dev.rohrpost.dbus;

import org.jspecify.annotations.Nullable;

/// The connection cannot be made, or was lost or closed before the reply came. Its error name is
/// `org.freedesktop.DBus.Error.Disconnected`.
public final class DbusDisconnectedException extends DbusException {
  private static final long serialVersionUID = 1;

  private final boolean sent;

  DbusDisconnectedException(String text, boolean sent, @Nullable Throwable cause) {
    super(standard("Disconnected"), text, cause);
    this.sent = sent;
  }

  /// {@return whether the call, or the beginning of it, was sent: then it may have been carried
  /// out}
  public boolean wasSent() {
    return sent;
  }
}
