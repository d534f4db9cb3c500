package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Names;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// An error with the name that D-Bus has for it: what a peer has answered, or what this library has
/// found in place of an answer, which the subclasses are for.
public class DbusException extends IOException {
  private static final long serialVersionUID = 1;
  private static final String PREFIX = "org.freedesktop.DBus.Error.";

  private final String errorName;
  private final String text;

  /// Makes an error.
  ///
  /// @param errorName such as `com.example.Player.Error.NoUri`
  /// @param text for a person
  /// @throws IllegalArgumentException if the name is not valid
  public DbusException(String errorName, String text) {
    this(Names.checkErrorName(errorName), text, null);
  }

  DbusException(String errorName, String text, @Nullable Throwable cause) {
    super(text.isEmpty() ? errorName : errorName + ": " + text, cause);
    this.errorName = errorName;
    this.text = text;
  }

  static String standard(String error) {
    return PREFIX + error;
  }

  /// {@return the name of the error, such as `org.freedesktop.DBus.Error.AccessDenied`}
  public String errorName() {
    return errorName;
  }

  /// {@return what it says to a person; may be empty}
  public String text() {
    return text;
  }

  /// Tells whether it is a certain error.
  ///
  /// @param name such as `org.freedesktop.DBus.Error.AccessDenied`
  /// @return whether the names are equal
  public boolean is(String name) {
    return errorName.equals(name);
  }
}
