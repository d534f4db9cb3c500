package dev.rohrpost.dbus.type;

import dev.rohrpost.fd.Fd;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What the values of variants share.
final class Elements {
  private Elements() {}

  static Value value(Type type, Object content) {
    try {
      return switch (type.kind()) {
        case BYTE -> new Value.Uint8(number(content, Integer.MIN_VALUE, Integer.MAX_VALUE));
        case BOOLEAN -> new Value.Bool((boolean) content);
        case INT16 -> new Value.Int16((short) number(content, Short.MIN_VALUE, Short.MAX_VALUE));
        case UINT16 -> new Value.Uint16(number(content, Integer.MIN_VALUE, Integer.MAX_VALUE));
        case INT32 -> new Value.Int32(number(content, Integer.MIN_VALUE, Integer.MAX_VALUE));
        case UINT32 -> new Value.Uint32(integral(content));
        case INT64 -> new Value.Int64(integral(content));
        case UINT64 -> new Value.Uint64(integral(content));
        case DOUBLE -> new Value.Float64(((Number) content).doubleValue());
        case STRING -> new Value.Text((String) content);
        case OBJECT_PATH -> new Value.Path((ObjectPath) content);
        case SIGNATURE -> new Value.Types((Signature) content);
        case UNIX_FD -> new Value.Handle((Fd) content);
        case VARIANT -> new Value.Variant((Value) content);
        case ARRAY -> new Value.Array(type, content);
        case DICT -> new Value.Dict(type, entries((Map<?, ?>) content));
        case STRUCT -> new Value.Struct(type, fields((List<?>) content));
      };
    } catch (ClassCastException e) {
      throw new IllegalArgumentException(
          "a " + content.getClass().getSimpleName() + " for " + type, e);
    }
  }

  /// {@return a number that has no point}
  private static long integral(Object content) {
    if (content instanceof Double || content instanceof Float) {
      throw new ClassCastException("a number with a point");
    }
    return ((Number) content).longValue();
  }

  private static int number(Object content, int least, int most) {
    var number = integral(content);
    if (number < least || number > most) {
      throw new IllegalArgumentException(number + " is not between " + least + " and " + most);
    }
    return (int) number;
  }

  private static List<Map.Entry<Object, Object>> entries(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> Map.<Object, Object>entry(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static List<Object> fields(List<?> fields) {
    return List.copyOf(fields);
  }

  static int hash(Object elements) {
    return Arrays.deepHashCode(new Object[] {elements});
  }

  static String show(Object elements) {
    var shown = Arrays.deepToString(new Object[] {elements});
    return shown.substring(1, shown.length() - 1);
  }
}
