package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;

/// What one argument of a message has to be.
///
/// @param index which argument
/// @param kind how to compare
/// @param value with what
record ArgumentMatch(int index, Kind kind, String value) {
  private static final int LAST = 63;
  private static final String PREFIX = "arg";

  /// How an argument is compared.
  enum Kind {
    EQUAL(""),
    PATH("path"),
    NAMESPACE("namespace");

    final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  ArgumentMatch {
    if (index < 0 || index > LAST) {
      throw new IllegalArgumentException(
          "match rule: arguments 0 to " + LAST + " can be compared, not " + index);
    }
    if (kind == Kind.NAMESPACE) {
      if (index != 0) {
        throw new IllegalArgumentException("match rule: only argument 0 has a namespace");
      }
      // A namespace may have one element only, which a name may not.
      var _ = Names.checkBusName(value.contains(".") ? value : value + ".x");
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("match rule: a value with a NUL");
    }
  }

  /// Reads the key.
  static ArgumentMatch of(String key, String value) {
    var digits = PREFIX.length();
    while (digits < key.length() && Character.digit(key.charAt(digits), 10) >= 0) {
      digits++;
    }
    var number = key.startsWith(PREFIX) ? key.substring(PREFIX.length(), digits) : "";
    if (!number.isEmpty()
        && number.length() < 4
        && (number.equals("0") || !number.startsWith("0"))) {
      for (var kind : Kind.values()) {
        if (key.substring(digits).equals(kind.suffix)) {
          return new ArgumentMatch(Integer.parseInt(number), kind, value);
        }
      }
    }
    throw new IllegalArgumentException("match rule: no such key: \"" + key + "\"");
  }

  String key() {
    return PREFIX + index + kind.suffix;
  }

  boolean matches(Object argument) {
    return switch (kind) {
      case EQUAL -> value.equals(argument);
      case NAMESPACE ->
          argument instanceof String text && (text.equals(value) || text.startsWith(value + "."));
      case PATH -> matchesPath(argument);
    };
  }

  private boolean matchesPath(Object argument) {
    return switch (argument) {
      case String text -> matchesPath(text);
      case ObjectPath(var text) -> matchesPath(text);
      default -> false;
    };
  }

  private boolean matchesPath(String text) {
    return text.equals(value)
        || (value.endsWith("/") && text.startsWith(value))
        || (text.endsWith("/") && value.startsWith(text));
  }
}
