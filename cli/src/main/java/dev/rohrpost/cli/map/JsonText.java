package dev.rohrpost.cli.map;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.JsonEscapes;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;

/// JSON as text, and what the writer of Jackson lacks.
public final class JsonText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().characterEscapes(new JsonEscapes()).build();

  private JsonText() {}

  /// What writes the fields of an object.
  @FunctionalInterface
  public interface Fields {
    /// Writes them.
    ///
    /// @param json where to
    void write(JsonGenerator json);
  }

  /// {@return an object on one line}
  ///
  /// @param fields writes what is in it
  public static String of(Fields fields) {
    try (var bytes = new ByteArrayBuilder();
        var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
      json.flush();
      return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }
  }

  /// Writes a name that somebody gave, null for none.
  static void name(JsonGenerator json, String field, String name) {
    if (name.isEmpty()) {
      json.writeNullProperty(field);
    } else {
      json.writeStringProperty(field, Escape.whole(name));
    }
  }
}
