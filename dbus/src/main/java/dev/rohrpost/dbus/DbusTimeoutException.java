package dev.rohrpost.dbus;

/// The deadline passed before the reply came. Its error name is
/// `org.freedesktop.DBus.Error.Timeout`.
public final class DbusTimeoutException extends DbusException {
  private static final long serialVersionUID = 1;

  private final boolean sent;

  DbusTimeoutException(String call, boolean sent) {
    super(
        standard("Timeout"),
        call + (sent ? ": no reply before the deadline" : ": not sent before the deadline"));
    this.sent = sent;
  }

  /// {@return whether the call, or the beginning of it, was sent: then it may have been carried
  /// out}
  public boolean wasSent() {
    return sent;
  }
}
