package dev.rohrpost.cli.xdr;

import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.rpc.gen.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON in a loop and not by recursion: a chain is an object in an object in an object, as
/// often as it has nodes. What the values mean is not known here.
final class ValueParser {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /// An array or an object that is not whole yet.
  private static final class Open {
    private final boolean isObject;
    private final List<Value> elements = new ArrayList<>();
    private final List<Value.Member> members = new ArrayList<>();
    private String name = "";

    private Open(boolean isObject) {
      this.isObject = isObject;
    }

    private void add(Value value) {
      if (isObject) {
        members.add(new Value.Member(name, value));
      } else {
        elements.add(value);
      }
    }

    private Value whole() {
      return isObject ? new Value.Structure(members) : new Value.Array(elements);
    }
  }

  private final String source;
  private final Deque<Open> open = new ArrayDeque<>();

  private ValueParser(String source) {
    this.source = source;
  }

  /// Reads a whole text.
  ///
  /// @param source where it comes from, for messages
  /// @throws Failure with the line and the column, if it is no JSON
  static Value parse(String json, String source) throws Failure {
    return new ValueParser(source).value(json);
  }

  private Value value(String text) throws Failure {
    try (var json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() == null) {
        throw Failure.usage(source + ": nothing, where a value is needed");
      }
      var value = value(json);
      if (json.nextToken() != null) {
        throw wrong("something follows the value", json.currentTokenLocation(), null);
      }
      return value;
    } catch (JacksonException e) {
      throw wrong(Escape.text(e.getOriginalMessage()), e.getLocation(), e);
    }
  }

  private Value value(JsonParser json) {
    for (var token = json.currentToken(); ; token = json.nextToken()) {
      var value = taken(json, token);
      if (value != null) {
        if (open.isEmpty()) {
          return value;
        }
        open.element().add(value);
      }
    }
  }

  /// Returns the value that is whole with this token, or null.
  private @Nullable Value taken(JsonParser json, JsonToken token) {
    return switch (token) {
      case START_OBJECT, START_ARRAY -> {
        open.push(new Open(token == JsonToken.START_OBJECT));
        yield null;
      }
      case PROPERTY_NAME -> {
        open.element().name = json.currentName();
        yield null;
      }
      case END_OBJECT, END_ARRAY -> open.remove().whole();
      case VALUE_STRING -> new Value.Text(json.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Numeral(json.getString());
      case VALUE_TRUE -> new Value.Truth(true);
      case VALUE_FALSE -> new Value.Truth(false);
      case VALUE_NULL -> Value.NULL;
      case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> throw new IllegalStateException("" + token);
    };
  }

  private Failure wrong(
      String what, @Nullable TokenStreamLocation at, @Nullable JacksonException cause) {
    var place =
        at == null
            ? ""
            : String.format(Locale.ROOT, ", line %d, column %d", at.getLineNr(), at.getColumnNr());
    var line = source + place + ": " + what;
    return cause == null ? Failure.usage(line) : Failure.of(Exit.USAGE, line, cause);
  }
}
