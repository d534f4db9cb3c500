package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Fd;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Writes values whose types are known only when the program runs.
final class Values {
  private Values() {}

  static void write(Encoder out, Type type, Object value) {
    try {
      put(out, type, value);
    } catch (ClassCastException e) {
      throw new IllegalArgumentException(
          "a value of " + type + " has another class: " + e.getMessage(), e);
    }
  }

  /// Writes what a variant holds, without its type.
  static void writeContent(Encoder out, Value value) {
    switch (value) {
      case Value.Text(String text) -> out.text(text);
      case Value.Bool(boolean bool) -> out.bool(bool);
      case Value.Int32(int number) -> out.int32(number);
      case Value.Uint32(long number) -> out.uint32(number);
      case Value.Uint64(long number) -> out.int64(number);
      case Value.Dict(Type type, List<Map.Entry<Object, Object>> entries) ->
          dict(out, type, entries);
      default -> write(out, value.type(), value.content());
    }
  }

  private static void put(Encoder out, Type type, Object value) {
    switch (type.kind()) {
      case BYTE -> out.uint8(number(type, value, 0, 0xff));
      case BOOLEAN -> out.bool((boolean) value);
      case INT16 -> out.int16((short) number(type, value, Short.MIN_VALUE, Short.MAX_VALUE));
      case UINT16 -> out.uint16(number(type, value, 0, 0xffff));
      case INT32 -> out.int32(number(type, value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case UINT32 -> out.uint32(integral(value));
      case INT64, UINT64 -> out.int64(integral(value));
      case DOUBLE -> out.float64(((Number) value).doubleValue());
      case STRING -> out.text((String) value);
      case OBJECT_PATH -> out.path((ObjectPath) value);
      case SIGNATURE -> out.signature((Signature) value);
      case UNIX_FD -> out.handle((Fd) value);
      case VARIANT -> out.variant((Value) value);
      case ARRAY -> array(out, type.element(), value);
      case DICT -> dict(out, type, ((Map<?, ?>) value).entrySet());
      case STRUCT -> struct(out, type, (List<?>) value);
    }
  }

  private static void array(Encoder out, Type element, Object value) {
    if (value instanceof Collection<?> elements) {
      out.beginArray(element.alignment());
      for (var each : elements) {
        put(out, element, each);
      }
      out.endArray();
    } else {
      switch (element.kind()) {
        case BYTE -> out.bytes((byte[]) value);
        case BOOLEAN -> out.booleans((boolean[]) value);
        case INT16 -> out.int16s((short[]) value);
        case UINT16 -> out.uint16s((int[]) value);
        case INT32 -> out.int32s((int[]) value);
        case UINT32 -> out.uint32s((long[]) value);
        case INT64, UINT64 -> out.int64s((long[]) value);
        case DOUBLE -> out.float64s((double[]) value);
        default -> throw new ClassCastException(value.getClass() + " is no collection");
      }
    }
  }

  private static void dict(Encoder out, Type type, Collection<? extends Map.Entry<?, ?>> entries) {
    var key = type.elements().get(0);
    var value = type.elements().get(1);
    out.beginArray(8);
    for (var entry : entries) {
      out.beginStruct();
      put(out, key, entry.getKey());
      put(out, value, entry.getValue());
      out.endStruct();
    }
    out.endArray();
  }

  private static void struct(Encoder out, Type type, List<?> fields) {
    var types = type.elements();
    if (fields.size() != types.size()) {
      throw new IllegalArgumentException(fields.size() + " fields for " + type);
    }
    out.beginStruct();
    for (var i = 0; i < types.size(); i++) {
      put(out, types.get(i), fields.get(i));
    }
    out.endStruct();
  }

  private static long integral(Object value) {
    return switch (value) {
      case Long number -> number;
      case Integer number -> number;
      case Short number -> number;
      case Byte number -> number;
      default -> throw new ClassCastException(value.getClass() + " is no integral number");
    };
  }

  private static int number(Type type, Object value, int least, int most) {
    var number = integral(value);
    if (number < least || number > most) {
      throw new IllegalArgumentException(number + " does not fit into " + type);
    }
    return (int) number;
  }
}
