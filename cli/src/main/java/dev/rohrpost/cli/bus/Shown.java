package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.dbus.introspect.Argument;
import dev.rohrpost.dbus.introspect.Interface;
import dev.rohrpost.dbus.introspect.Node;
import dev.rohrpost.dbus.introspect.Property;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What is shown of an object.
///
/// @param service its connection
/// @param path the object
/// @param faces its interfaces
/// @param nodes the objects below it
/// @param values of the properties, by interface and name
record Shown(
    String service,
    ObjectPath path,
    List<Interface> faces,
    List<Node> nodes,
    Map<String, Map<?, ?>> values) {
  /// The longest value in a table.
  private static final int LONGEST = 60;

  private static final String NONE = "-";

  /// {@return a table with a line for each interface and each of its members}
  Table table() throws Exception {
    var table = new Table("NAME", "TYPE", "SIGNATURE", "RESULT/VALUE", "FLAGS");
    for (var face : faces) {
      table.row(face.name(), "interface", NONE, NONE, NONE);
      for (var it : face.methods()) {
        row(table, it.name(), "method", signature(it.arguments()), signature(it.results()), "");
      }
      for (var it : face.properties()) {
        var value = value(face, it);
        var text = value == null ? NONE : ValueText.content(value.type(), value.content());
        row(table, it.name(), "property", it.type().toString(), text, flags(it));
      }
      for (var it : face.signals()) {
        row(table, it.name(), "signal", signature(it.arguments()), NONE, "");
      }
    }
    return table;
  }

  private static void row(
      Table table, String name, String kind, String signature, String value, String flags) {
    table.row(
        "." + Escape.text(name),
        kind,
        signature,
        Escape.cut(value, LONGEST),
        flags.isEmpty() ? NONE : flags);
  }

  private static String signature(List<Argument> arguments) {
    return arguments.isEmpty() ? NONE : Description.signature(arguments);
  }

  private static String flags(Property property) {
    var flags = new ArrayList<String>();
    switch (property.emits()) {
      case TRUE -> flags.add("emits-change");
      case INVALIDATES -> flags.add("emits-invalidation");
      case CONST -> flags.add("const");
      case FALSE -> {}
    }
    if (property.access().canWrite()) {
      flags.add("writable");
    }
    if (property.isDeprecated()) {
      flags.add("deprecated");
    }
    return String.join(" ", flags);
  }

  private @Nullable Value value(Interface face, Property property) {
    var all = values.getOrDefault(face.name(), Map.of());
    return all.get(property.name()) instanceof Value value ? value : null;
  }

  /// Writes the document.
  void fields(JsonGenerator json) throws Exception {
    json.writeStringProperty("service", service);
    json.writeStringProperty("path", path.text());
    json.writeArrayPropertyStart("interfaces");
    for (var face : faces) {
      json.writeStartObject();
      json.writeStringProperty("name", face.name());
      methods(json, face);
      signals(json, face);
      properties(json, face);
      annotations(json, face.annotations());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("children");
    nodes.forEach(node -> json.writeString(node.name()));
    json.writeEndArray();
  }

  private static void methods(JsonGenerator json, Interface face) {
    json.writeArrayPropertyStart("methods");
    for (var it : face.methods()) {
      json.writeStartObject();
      json.writeStringProperty("name", it.name());
      json.writeStringProperty("in", Description.signature(it.arguments()));
      json.writeStringProperty("out", Description.signature(it.results()));
      json.writeArrayPropertyStart("arguments");
      it.arguments().forEach(argument -> argument(json, argument, "in"));
      it.results().forEach(argument -> argument(json, argument, "out"));
      json.writeEndArray();
      annotations(json, it.annotations());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void signals(JsonGenerator json, Interface face) {
    json.writeArrayPropertyStart("signals");
    for (var it : face.signals()) {
      json.writeStartObject();
      json.writeStringProperty("name", it.name());
      json.writeStringProperty("signature", Description.signature(it.arguments()));
      json.writeArrayPropertyStart("arguments");
      it.arguments().forEach(argument -> argument(json, argument, "out"));
      json.writeEndArray();
      annotations(json, it.annotations());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void properties(JsonGenerator json, Interface face) throws Exception {
    json.writeArrayPropertyStart("properties");
    for (var it : face.properties()) {
      json.writeStartObject();
      json.writeStringProperty("name", it.name());
      json.writeStringProperty("type", it.type().toString());
      json.writeStringProperty("access", it.access().text());
      json.writeStringProperty("emits", it.emits().text());
      json.writeName("value");
      var value = value(face, it);
      if (value == null) {
        json.writeNull();
      } else {
        new ValueJson(json).data(value.type(), value.content());
      }
      annotations(json, it.annotations());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void argument(JsonGenerator json, Argument argument, String direction) {
    json.writeStartObject();
    json.writeStringProperty("name", argument.name());
    json.writeStringProperty("type", argument.type().toString());
    json.writeStringProperty("direction", direction);
    json.writeEndObject();
  }

  private static void annotations(JsonGenerator json, Map<String, String> annotations) {
    json.writeObjectPropertyStart("annotations");
    annotations.forEach(json::writeStringProperty);
    json.writeEndObject();
  }
}
