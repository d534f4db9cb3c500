package dev.rohrpost.dbus;

/// The reply breaks a rule of D-Bus, or is not of the type that was expected. Its error name is
/// `org.freedesktop.DBus.Error.InconsistentMessage`.
public final class DbusMalformedException extends DbusException {
  private static final long serialVersionUID = 1;

  DbusMalformedException(String text, Throwable cause) {
    super(standard("InconsistentMessage"), text, cause);
  }
}
