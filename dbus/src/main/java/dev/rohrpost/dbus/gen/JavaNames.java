package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.Identifiers;
import java.util.Locale;
import java.util.Set;

/// Turns names of D-Bus into names of Java. All rules look at the name alone.
final class JavaNames {
  /// Names that types cannot have, or that would hide those that generated code uses.
  private static final Set<String> TYPES =
      Identifiers.words(
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
      Identifiers.words(
          """
          clone close equals finalize getClass hashCode notify notifyAll toString wait
          """);

  private JavaNames() {}

  /// The name of a type: `Unit` for `units` and `unit`.
  static String type(String name) {
    var java = upperCamel(name);
    return TYPES.contains(java) ? java + "_" : java;
  }

  /// The name of a method, or of a component of a record.
  static String member(String name) {
    var java = lowerCamel(name);
    return Identifiers.isKeyword(java) || MEMBERS.contains(java) ? java + "_" : java;
  }

  /// The name of a parameter, which must not hide `in` and `out` of generated code.
  static String parameter(String name) {
    var java = member(name);
    return java.equals("in") || java.equals("out") ? java + "_" : java;
  }

  /// The package of an interface: `org.freedesktop.networkmanager` for
  /// `org.freedesktop.NetworkManager.Device`.
  static String packageOf(String interfaceName) {
    var name = new StringBuilder();
    var parts = interfaceName.split("\\.", -1);
    for (var i = 0; i < parts.length - 1; i++) {
      var part = parts[i].toLowerCase(Locale.ROOT);
      name.append(i == 0 ? "" : ".").append(Identifiers.isKeyword(part) ? part + "_" : part);
    }
    return name.toString();
  }

  /// The name of the class of an interface: `Device` for `org.freedesktop.NetworkManager.Device`.
  static String classOf(String interfaceName) {
    return type(interfaceName.substring(interfaceName.lastIndexOf('.') + 1));
  }

  /// {@return whether a type or a member that a person has named may be called so}
  static boolean isFree(String name) {
    return Identifiers.isIdentifier(name) && !TYPES.contains(name) && !MEMBERS.contains(name);
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
