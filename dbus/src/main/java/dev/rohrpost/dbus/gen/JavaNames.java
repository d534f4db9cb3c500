package dev.rohrpost.dbus.gen;

import java.util.Locale;
import java.util.Set;

/// Turns names of D-Bus into names of Java. All rules look at the name alone.
final class JavaNames {
  private static final Set<String> KEYWORDS =
      words(
          """
          abstract assert boolean break byte case catch char class const continue default do double
          else enum extends false final finally float for goto if implements import instanceof int
          interface long native new null package private protected public return short static
          strictfp super switch synchronized this throw throws transient true try void volatile
          while _
          """);

  /// Names that types cannot have, or that would hide those that generated code uses.
  private static final Set<String> TYPES =
      words(
          """
          Access ArrayList Arrays BodyWriter Boolean Client DbusException Decoder Deprecated Double
          Duration Emits Emitter Encoder Enum Exception ExportedInterface Fd Generated Integer
          InterruptedException LinkedHashMap List Long Map NullMarked Object ObjectCall ObjectPath
          Objects Optional Override PropertyType Record RemoteObject Short Signal SignalEmitter
          Signature String Value Void WireException
          """);

  /// Names of methods without parameters that every object has, or should not be taken for those of
  /// [AutoCloseable].
  private static final Set<String> MEMBERS =
      words(
          """
          clone close equals finalize getClass hashCode notify notifyAll toString wait
          """);

  private JavaNames() {}

  private static Set<String> words(String words) {
    return Set.of(words.strip().split("\\s+"));
  }

  /// The name of a type: `Unit` for `units` and `unit`.
  static String type(String name) {
    var java = upperCamel(name);
    return TYPES.contains(java) ? java + "_" : java;
  }

  /// The name of a method, or of a component of a record.
  static String member(String name) {
    var java = lowerCamel(name);
    return KEYWORDS.contains(java) || MEMBERS.contains(java) ? java + "_" : java;
  }

  /// The name of a parameter, which must not hide `in` and `out` of generated code.
  static String parameter(String name) {
    var java = member(name);
    return java.equals("in") || java.equals("out") ? java + "_" : java;
  }

  /// Adds a name to others.
  ///
  /// @return the name, with as many `_` as make it different from them
  static String fresh(String name, Set<String> others) {
    var free = name;
    while (!others.add(free)) {
      free += "_";
    }
    return free;
  }

  /// As above, where the case of letters does not count, as in the names of files on some systems.
  static String freshType(String name, Set<String> others) {
    var free = name;
    while (!others.add(free.toLowerCase(Locale.ROOT))) {
      free += "_";
    }
    return free;
  }

  /// The package of an interface: `org.freedesktop.networkmanager` for
  /// `org.freedesktop.NetworkManager.Device`.
  static String packageOf(String interfaceName) {
    var name = new StringBuilder();
    var parts = interfaceName.split("\\.", -1);
    for (var i = 0; i < parts.length - 1; i++) {
      var part = parts[i].toLowerCase(Locale.ROOT);
      name.append(i == 0 ? "" : ".").append(KEYWORDS.contains(part) ? part + "_" : part);
    }
    return name.toString();
  }

  /// The name of the class of an interface: `Device` for `org.freedesktop.NetworkManager.Device`.
  static String classOf(String interfaceName) {
    return type(interfaceName.substring(interfaceName.lastIndexOf('.') + 1));
  }

  /// Checks that a package can be called so.
  ///
  /// @return the name
  static String requirePackage(String name) {
    for (var part : name.split("\\.", -1)) {
      if (!isIdentifier(part)) {
        throw new IllegalArgumentException("no package can be called \"" + name + "\"");
      }
    }
    return name;
  }

  static boolean isIdentifier(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !KEYWORDS.contains(name);
  }

  /// {@return whether a type or a member that a person has named may be called so}
  static boolean isFree(String name) {
    return isIdentifier(name) && !TYPES.contains(name) && !MEMBERS.contains(name);
  }

  /// The name of one of many: `unit` for `units`.
  static String singular(String name) {
    if (name.endsWith("ies") && name.length() > 4) {
      return name.substring(0, name.length() - 3) + "y";
    }
    if (name.matches(".*(ss|x|ch|sh)es")) {
      return name.substring(0, name.length() - 2);
    }
    return name.matches(".*[^siu]s") && name.length() > 3
        ? name.substring(0, name.length() - 1)
        : name;
  }

  static String upperCamel(String name) {
    var camel = new StringBuilder();
    for (var part : name.split("[^A-Za-z0-9]+", -1)) {
      if (!part.isEmpty()) {
        camel.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
      }
    }
    if (camel.isEmpty()) {
      return "X";
    }
    return Character.isDigit(camel.charAt(0)) ? "_" + camel : camel.toString();
  }

  /// `ListUnits` becomes `listUnits`, `UUID` `uuid` and `TTYReset` `ttyReset`.
  static String lowerCamel(String name) {
    var camel = upperCamel(name);
    var capitals = 0;
    while (capitals < camel.length() && Character.isUpperCase(camel.charAt(capitals))) {
      capitals++;
    }
    var isWordInside =
        capitals > 1 && capitals < camel.length() && Character.isLetter(camel.charAt(capitals));
    var lower = isWordInside ? capitals - 1 : capitals;
    return camel.substring(0, lower).toLowerCase(Locale.ROOT) + camel.substring(lower);
  }
}
