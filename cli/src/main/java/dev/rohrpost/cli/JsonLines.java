package dev.rohrpost.cli;

import dev.rohrpost.cli.map.JsonEscapes;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// Makes JSON documents, one a line, each flushed when it is whole: somebody may wait for it.
///
/// Jackson's streaming core costs 6 ms of start-up, and only those who ask for JSON pay it.
final class JsonLines {
  private JsonLines() {}

  /// What writes the fields of a document.
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws Exception;
  }

  /// Writes one object on one line.
  static void write(Out out, Fields fields) throws Exception {
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (JacksonIOException e) {
      throw e.getCause(); // why it could not be written is not a matter of JSON
    }
    out.write('\n');
    out.flush();
  }

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .characterEscapes(new JsonEscapes())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .build();
}
