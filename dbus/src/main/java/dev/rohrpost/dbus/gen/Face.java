package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.Identifiers;
import dev.rohrpost.dbus.introspect.Argument;
import dev.rohrpost.dbus.introspect.Interface;
import dev.rohrpost.dbus.introspect.Method;
import dev.rohrpost.dbus.introspect.Property;
import dev.rohrpost.dbus.introspect.Signal;
import dev.rohrpost.dbus.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An interface with the names that everything in it has in Java. They are given in the order of
/// the document: methods, then properties, then signals; structs when they are first used.
final class Face {
  final Interface source;
  final String packageName;
  final String className;
  final List<JavaMethod> methods = new ArrayList<>();
  final List<JavaProperty> properties = new ArrayList<>();
  final List<JavaSignal> signals = new ArrayList<>();
  final Map<Type, JavaRecord> structs = new LinkedHashMap<>();

  private final Map<Type, StructNames.Named> named;
  private final Set<String> members = new HashSet<>();
  private final Set<String> types = new HashSet<>();

  /// @param result null if there are none or one
  record JavaMethod(
      Method source, String name, List<Component> parameters, @Nullable JavaRecord result) {}

  record JavaProperty(Property source, String getter, String setter) {}

  record JavaSignal(Signal source, JavaRecord record, String emit) {}

  /// A struct, several results, or the arguments of a signal.
  record JavaRecord(String name, List<Component> components) {}

  record Component(String name, Type type, String documentation) {}

  Face(Interface source, String packageName, StructNames names) {
    this.source = source;
    this.packageName = packageName;
    this.className = names.classOf(source.name());
    this.named = names.of(source.name());
    types.add(className.toLowerCase(Locale.ROOT));
    named.values().forEach(each -> types.add(each.name().toLowerCase(Locale.ROOT)));
    source.methods().forEach(this::add);
    source.properties().forEach(this::add);
    nameSignals();
  }

  private void add(Method method) {
    var first = JavaNames.member(method.name());
    var name = first;
    for (var i = 2; !members.add(name); i++) {
      name = first + i;
    }
    var parameters = components(method.arguments(), method.name(), true);
    var results = components(method.results(), method.name(), false);
    var base = JavaNames.upperCamel(name) + "Result";
    var result =
        results.size() < 2
            ? null
            : new JavaRecord(Identifiers.freshFile(JavaNames.type(base), types), results);
    methods.add(new JavaMethod(method, name, parameters, result));
  }

  private void add(Property property) {
    var name = JavaNames.member(property.name());
    if (isTaken(name)) {
      name = JavaNames.lowerCamel(property.name()) + "Property";
    }
    while (isTaken(name)) {
      name += "_";
    }
    members.add(name);
    members.add(setter(name));
    struct(property.type(), property.name(), property.name());
    properties.add(new JavaProperty(property, name, setter(name)));
  }

  private boolean isTaken(String getter) {
    return members.contains(getter) || members.contains(setter(getter));
  }

  private static String setter(String getter) {
    return "set" + Character.toUpperCase(getter.charAt(0)) + getter.substring(1);
  }

  private void nameSignals() {
    var emits = new HashSet<String>();
    for (var signal : source.signals()) {
      var record = Identifiers.freshFile(JavaNames.type(signal.name()), types);
      var components = components(signal.arguments(), signal.name(), false);
      var emit = Identifiers.fresh(JavaNames.member(signal.name()), emits);
      signals.add(new JavaSignal(signal, new JavaRecord(record, components), emit));
    }
  }

  private List<Component> components(List<Argument> arguments, String member, boolean parameters) {
    var taken = new HashSet<String>();
    var components = new ArrayList<Component>();
    for (var i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      var unnamed = arguments.size() == 1 ? "value" : "value" + (i + 1);
      var name = argument.name().isEmpty() ? unnamed : argument.name();
      var java = parameters ? JavaNames.parameter(name) : JavaNames.member(name);
      struct(argument.type(), argument.name().isEmpty() ? member : argument.name(), member);
      components.add(
          new Component(Identifiers.fresh(java, taken), argument.type(), argument.documentation()));
    }
    return components;
  }

  /// Names the structs in a type if they are new.
  ///
  /// @param use what the type is used for
  /// @param member where
  private void struct(Type type, String use, String member) {
    switch (type.kind()) {
      case ARRAY -> struct(type.element(), JavaNames.singular(use), member);
      case DICT -> struct(type.elements().getLast(), JavaNames.singular(use), member);
      case STRUCT -> {
        if (!structs.containsKey(type)) {
          var record = record(type, use, member);
          structs.put(type, record);
          for (var i = 0; i < type.elements().size(); i++) {
            struct(type.elements().get(i), record.name() + (i + 1), member);
          }
        }
      }
      default -> {}
    }
  }

  private JavaRecord record(Type type, String use, String member) {
    var given = named.get(type);
    var fields = new ArrayList<Component>();
    for (var i = 0; i < type.elements().size(); i++) {
      var name = given == null ? "field" + (i + 1) : given.fields().get(i);
      fields.add(new Component(name, type.elements().get(i), ""));
    }
    if (given != null) {
      return new JavaRecord(given.name(), fields);
    }
    var name = JavaNames.type(use);
    if (types.contains(name.toLowerCase(Locale.ROOT))) {
      name = JavaNames.type(member + "_" + use);
    }
    return new JavaRecord(Identifiers.freshFile(name, types), fields);
  }

  /// {@return the structs that were named for this interface, and are not in it}
  List<StructNames.Named> unused() {
    return named.entrySet().stream()
        .filter(each -> !structs.containsKey(each.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  static String signature(List<Argument> arguments) {
    return arguments.stream().map(each -> each.type().toString()).collect(Collectors.joining());
  }
}
