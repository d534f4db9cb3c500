package dev.rohrpost.dbus;

/// Another connection has the name, and this one does not wait for it. Its error name is
/// `dev.rohrpost.Error.NameTaken`: the bus tells it by a number.
public final class NameTakenException extends DbusException {
  private static final long serialVersionUID = 1;

  NameTakenException(String name) {
    super("dev.rohrpost.Error.NameTaken", "another connection has the name " + name);
  }
}
