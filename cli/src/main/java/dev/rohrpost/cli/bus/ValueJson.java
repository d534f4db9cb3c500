package dev.rohrpost.cli.bus;

import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// Values as the JSON of busctl(1): a value with its type is `{"type":…,"data":…}`, and a variant
/// is such an object. Beyond busctl, keys of dictionaries are of any basic type, as text, and what
/// JSON has no number for is a string: `NaN`, `Infinity`, `-Infinity`.
record ValueJson(JsonGenerator json) {
  /// Writes the properties `type` and `data` of several values; `data` is an array of them.
  ///
  /// @throws UnixException with EBADF if a descriptor among them is closed
  void all(Signature signature, List<?> values) throws UnixException {
    json.writeStringProperty("type", signature.toString());
    json.writeArrayPropertyStart("data");
    for (var i = 0; i < values.size(); i++) {
      data(signature.types().get(i), values.get(i));
    }
    json.writeEndArray();
  }

  /// Writes the properties `type` and `data` of one value.
  ///
  /// @throws UnixException with EBADF if a descriptor in it is closed
  void one(Value value) throws UnixException {
    json.writeStringProperty("type", value.type().toString());
    json.writeName("data");
    data(value.type(), value.content());
  }

  /// Writes a value without its type.
  ///
  /// @throws UnixException with EBADF if a descriptor in it is closed
  void data(Type type, Object value) throws UnixException {
    switch (type.kind()) {
      case BOOLEAN -> json.writeBoolean((boolean) value);
      case STRING, OBJECT_PATH, SIGNATURE -> json.writeString(value.toString());
      case DOUBLE -> number((double) value);
      case VARIANT -> {
        json.writeStartObject();
        one((Value) value);
        json.writeEndObject();
      }
      case ARRAY -> {
        json.writeStartArray();
        for (var each : Items.of(value)) {
          data(type.element(), each);
        }
        json.writeEndArray();
      }
      case DICT -> {
        json.writeStartObject();
        for (var entry : ((Map<?, ?>) value).entrySet()) {
          json.writeName(ValueText.basic(type.elements().get(0), entry.getKey()));
          data(type.elements().get(1), entry.getValue());
        }
        json.writeEndObject();
      }
      case STRUCT -> {
        var fields = (List<?>) value;
        json.writeStartArray();
        for (var i = 0; i < fields.size(); i++) {
          data(type.elements().get(i), fields.get(i));
        }
        json.writeEndArray();
      }
      default -> json.writeNumber(ValueText.basic(type, value));
    }
  }

  private void number(double value) {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Double.toString(value));
    }
  }
}
