package dev.rohrpost.cli.output;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// Makes JSON documents, one a line, each flushed when it is whole: somebody may wait for it. They
/// may be nested as deep as what they show.
///
/// Jackson's streaming core costs 6 ms of start-up, and only those who ask for JSON pay it.
public final class JsonLines {
  private JsonLines() {}

  /// Writes the fields of a document, or the whole of it.
  @FunctionalInterface
  public interface Fields {
    void write(JsonGenerator json) throws Exception;
  }

  /// Writes one object on one line.
  public static void write(Out out, Fields fields) throws Exception {
    writeValue(out, object(fields));
  }

  /// Writes one value of any kind on one line.
  public static void writeValue(Out out, Fields value) throws Exception {
    document(out, value);
    out.write('\n');
    out.flush();
  }

  /// Returns one object as a line without its line feed, for a [QueuedOutput].
  public static String line(Fields fields) throws Exception {
    return valueLine(object(fields));
  }

  /// Returns one value of any kind as a line without its line feed.
  public static String valueLine(Fields value) throws Exception {
    var bytes = new ByteArrayOutputStream();
    document(bytes, value);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Fields object(Fields fields) {
    return json -> {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    };
  }

  private static void document(OutputStream out, Fields value) throws Exception {
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      value.write(json);
    } catch (JacksonIOException e) {
      throw e.getCause(); // why it could not be written is not a matter of JSON
    }
  }

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .characterEscapes(new JsonEscapes())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .build();
}
