package dev.rohrpost.dbus.type;

/// The rules for names. Each check returns the name, or throws an exception that says which rule it
/// breaks.
///
/// @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-names">
///   D-Bus specification, valid names</a>
public final class Names {
  /// How long a name may be, in bytes.
  public static final int MOST_BYTES = 255;

  /// Names in a message about what is wrong with them are cut after so many characters.
  private static final int SHOWN = 80;

  private Names() {}

  /// Checks the name of a connection: unique, such as `:1.42`, or well-known, such as `org.bluez`.
  ///
  /// @param name what to check
  /// @return the name
  /// @throws IllegalArgumentException if it is not valid
  public static String checkBusName(String name) {
    return isUnique(name) ? elements("unique name", name, 1, true, true) : checkWellKnownName(name);
  }

  /// Checks the unique name of a connection, such as `:1.42`.
  ///
  /// @param name what to check
  /// @return the name
  /// @throws IllegalArgumentException if it is not valid
  public static String checkUniqueName(String name) {
    if (!isUnique(name)) {
      throw wrong("unique name", name, "does not begin with a colon");
    }
    return checkBusName(name);
  }

  /// Checks a name that a connection may ask for, such as `org.bluez`.
  ///
  /// @param name what to check
  /// @return the name
  /// @throws IllegalArgumentException if it is not valid
  public static String checkWellKnownName(String name) {
    return elements("bus name", name, 0, true, false);
  }

  /// {@return whether a name is of the kind that the bus gives, such as `:1.42`}
  ///
  /// @param name a valid name
  public static boolean isUnique(String name) {
    return name.startsWith(":");
  }

  /// Checks the name of an interface, such as `org.bluez.Device1`.
  ///
  /// @param name what to check
  /// @return the name
  /// @throws IllegalArgumentException if it is not valid
  public static String checkInterface(String name) {
    return elements("interface", name, 0, false, false);
  }

  /// Checks the name of an error, such as `org.freedesktop.DBus.Error.Failed`.
  ///
  /// @param name what to check
  /// @return the name
  /// @throws IllegalArgumentException if it is not valid
  public static String checkErrorName(String name) {
    return elements("error name", name, 0, false, false);
  }

  /// Checks the name of a method or signal, such as `ListUnits`.
  ///
  /// @param name what to check
  /// @return the name
  /// @throws IllegalArgumentException if it is not valid
  public static String checkMember(String name) {
    checkLength("member", name);
    if (name.isEmpty()) {
      throw wrong("member", name, "is empty");
    }
    for (var i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if (!isWord(c)) {
        throw wrong("member", name, "has another character than A-Z a-z 0-9 _");
      }
    }
    if (isDigit(name.charAt(0))) {
      throw wrong("member", name, "begins with a digit");
    }
    return name;
  }

  static void checkPath(String path) {
    if (path.isEmpty() || path.charAt(0) != '/') {
      throw wrong("object path", path, "does not begin with a slash");
    }
    var before = '/';
    for (var i = 1; i < path.length(); i++) {
      var c = path.charAt(i);
      if (c == '/' ? before == '/' : !isWord(c)) {
        var rule = c == '/' ? "has an empty element" : "has another character than A-Z a-z 0-9 _ /";
        throw wrong("object path", path, rule);
      }
      before = c;
    }
    if (before == '/' && path.length() > 1) {
      throw wrong("object path", path, "ends with a slash");
    }
  }

  private static String elements(
      String kind, String name, int from, boolean hyphens, boolean digitsFirst) {
    checkLength(kind, name);
    var dots = 0;
    var isFirst = true;
    for (var i = from; i < name.length(); i++) {
      var c = name.charAt(i);
      if (c == '.') {
        if (isFirst) {
          throw wrong(kind, name, "has an empty element");
        }
        dots++;
        isFirst = true;
      } else if (!isWord(c) && !(hyphens && c == '-')) {
        throw wrong(
            kind, name, "has another character than A-Z a-z 0-9 _" + (hyphens ? " - ." : " ."));
      } else if (isFirst && !digitsFirst && isDigit(c)) {
        throw wrong(kind, name, "has an element that begins with a digit");
      } else {
        isFirst = false;
      }
    }
    if (isFirst) {
      throw wrong(kind, name, "has an empty element");
    }
    if (dots == 0) {
      throw wrong(kind, name, "has only one element");
    }
    return name;
  }

  private static void checkLength(String kind, String name) {
    if (name.length() > MOST_BYTES) {
      throw wrong(kind, name, "is longer than " + MOST_BYTES + " bytes");
    }
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static IllegalArgumentException wrong(String kind, String name, String rule) {
    return new IllegalArgumentException(kind + " " + quoted(name) + ": " + rule);
  }

  /// {@return a text for a message, with `?` for what a terminal might not show, and cut if long}
  static String quoted(String text) {
    var shown = new StringBuilder("\"");
    for (var i = 0; i < Math.min(SHOWN, text.length()); i++) {
      var c = text.charAt(i);
      shown.append(c < ' ' || c > '~' ? '?' : c);
    }
    return shown.append(text.length() > SHOWN ? "…\"" : "\"").toString();
  }
}
