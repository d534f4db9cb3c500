package dev.rohrpost.dbus.type;

/// The path of an object, such as `/org/freedesktop/systemd1`. It may be of any length.
///
/// @param text the path
public record ObjectPath(String text) implements Comparable<ObjectPath> {
  /// The path `/`.
  public static final ObjectPath ROOT = new ObjectPath("/");

  /// Checks the path.
  ///
  /// @throws IllegalArgumentException if it does not begin with a slash, ends with one, has an
  ///   empty element, or other characters than `A-Z a-z 0-9 _` in an element
  public ObjectPath {
    Names.checkPath(text);
  }

  /// Makes a path.
  ///
  /// @param text such as `/org/freedesktop/systemd1`
  /// @return the path
  /// @throws IllegalArgumentException if it breaks a rule; the message says which
  public static ObjectPath of(String text) {
    return new ObjectPath(text);
  }

  /// {@return whether a path is this one or lies below it}
  ///
  /// @param other the path that may lie below
  public boolean contains(ObjectPath other) {
    return text.length() == 1
        || (other.text.startsWith(text)
            && (other.text.length() == text.length() || other.text.charAt(text.length()) == '/'));
  }

  @Override
  public int compareTo(ObjectPath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
