package dev.rohrpost.dbus.gen;

import dev.rohrpost.dbus.introspect.Fault;
import dev.rohrpost.dbus.introspect.IntrospectionException;
import dev.rohrpost.dbus.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Names that documents do not have, from a file with a line for each:
///
/// ```
/// # structs, and their fields
/// org.freedesktop.systemd1.Manager (ssssssouso) = Unit(name, description, loadState, activeState, subState, followed, path, jobId, jobType, jobPath)
/// # interfaces of which the names differ only in case, or which should be called otherwise
/// com.example.player = LowerPlayer
/// ```
public final class StructNames {
  /// No names: all follow the rules.
  public static final StructNames NONE = new StructNames(Map.of(), Map.of());

  private static final Pattern STRUCT =
      Pattern.compile("(\\S+)\\s+(\\(\\S*\\))\\s*=\\s*(\\w+)\\s*\\(([^()]*)\\)");
  private static final Pattern INTERFACE = Pattern.compile("(\\S+)\\s*=\\s*(\\w+)");

  private final Map<String, Map<Type, Named>> structs;
  private final Map<String, String> interfaces;

  private StructNames(Map<String, Map<Type, Named>> structs, Map<String, String> interfaces) {
    this.structs = structs;
    this.interfaces = interfaces;
  }

  /// A struct that has a name.
  ///
  /// @param line where it is named, from 1
  record Named(String name, List<String> fields, int line) {}

  /// Reads a file.
  ///
  /// @param file what faults call it
  /// @param text its lines; empty ones and those that begin with `#` say nothing
  /// @return the names
  /// @throws IntrospectionException with all lines that are not right
  public static StructNames read(String file, String text) throws IntrospectionException {
    var faults = new ArrayList<Fault>();
    var structs = new LinkedHashMap<String, Map<Type, Named>>();
    var interfaces = new LinkedHashMap<String, String>();
    var number = 0;
    for (var line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        var struct = STRUCT.matcher(line);
        var face = INTERFACE.matcher(line);
        if (struct.matches()) {
          var type = Type.of(struct.group(2));
          var named = new Named(name(struct.group(3)), fields(struct.group(4), type), number);
          var others = structs.computeIfAbsent(struct.group(1), _ -> new LinkedHashMap<>());
          if (others.putIfAbsent(type, named) != null) {
            throw new IllegalArgumentException(type + " is named twice");
          }
        } else if (!face.matches()) {
          throw new IllegalArgumentException("not INTERFACE (TYPES) = Name(field, …)");
        } else if (interfaces.putIfAbsent(face.group(1), name(face.group(2))) != null) {
          throw new IllegalArgumentException(face.group(1) + " is named twice");
        }
      } catch (IllegalArgumentException e) {
        faults.add(new Fault(file, number, String.valueOf(e.getMessage())));
      }
    }
    if (!faults.isEmpty()) {
      throw new IntrospectionException(faults);
    }
    return new StructNames(structs, interfaces);
  }

  private static String name(String name) {
    if (!JavaNames.isFree(name)) {
      throw new IllegalArgumentException("nothing can be called " + name);
    }
    return name;
  }

  private static List<String> fields(String list, Type type) {
    var fields = new ArrayList<String>();
    for (var field : list.split(",", -1)) {
      fields.add(name(field.strip()));
    }
    if (fields.size() != type.elements().size()) {
      throw new IllegalArgumentException(fields.size() + " names for the fields of " + type);
    }
    if (new HashSet<>(fields).size() != fields.size()) {
      throw new IllegalArgumentException("two fields have the same name");
    }
    return List.copyOf(fields);
  }

  /// {@return the name of the class of an interface}
  String classOf(String interfaceName) {
    return interfaces.getOrDefault(interfaceName, JavaNames.classOf(interfaceName));
  }

  /// {@return the structs of an interface that have names here}
  Map<Type, Named> of(String interfaceName) {
    return structs.getOrDefault(interfaceName, Map.of());
  }
}
