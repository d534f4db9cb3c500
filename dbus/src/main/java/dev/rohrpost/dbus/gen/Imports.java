package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.Out;
import java.util.Map;
import java.util.TreeSet;

/// The imports of one source file. Nothing that is generated has a name that is imported.
final class Imports {
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("Access", "dev.rohrpost.dbus.introspect.Property"),
          Map.entry("ArrayList", "java.util"),
          Map.entry("Arrays", "java.util"),
          Map.entry("BodyWriter", "dev.rohrpost.dbus.object"),
          Map.entry("DbusException", "dev.rohrpost.dbus"),
          Map.entry("Decoder", "dev.rohrpost.dbus.wire"),
          Map.entry("Duration", "java.time"),
          Map.entry("Emits", "dev.rohrpost.dbus.introspect.Property"),
          Map.entry("Encoder", "dev.rohrpost.dbus.wire"),
          Map.entry("ExportedInterface", "dev.rohrpost.dbus.object"),
          Map.entry("Fd", "dev.rohrpost.fd"),
          Map.entry("Generated", "javax.annotation.processing"),
          Map.entry("LinkedHashMap", "java.util"),
          Map.entry("List", "java.util"),
          Map.entry("Map", "java.util"),
          Map.entry("NullMarked", "org.jspecify.annotations"),
          Map.entry("ObjectCall", "dev.rohrpost.dbus.object"),
          Map.entry("ObjectPath", "dev.rohrpost.dbus.type"),
          Map.entry("Objects", "java.util"),
          Map.entry("Optional", "java.util"),
          Map.entry("PropertyType", "dev.rohrpost.dbus.object"),
          Map.entry("RemoteObject", "dev.rohrpost.dbus.object"),
          Map.entry("SignalEmitter", "dev.rohrpost.dbus.object"),
          Map.entry("Signature", "dev.rohrpost.dbus.type"),
          Map.entry("Value", "dev.rohrpost.dbus.type"),
          Map.entry("WireException", "dev.rohrpost.dbus.wire"));

  private final TreeSet<String> names = new TreeSet<>();

  /// Imports a type.
  ///
  /// @return how it is called in the code
  String add(String name) {
    var home = PACKAGES.get(name);
    if (home == null) {
      throw new IllegalArgumentException(name);
    }
    names.add(home + "." + name);
    return name;
  }

  void print(Out out) {
    names.forEach(each -> out.line("import " + each + ";"));
  }
}
