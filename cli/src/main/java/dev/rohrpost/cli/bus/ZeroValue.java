package dev.rohrpost.cli.bus;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The values that stand for nothing: 0, false, an empty text, the root of paths, an empty array.
final class ZeroValue {
  private ZeroValue() {}

  /// {@return whether a type has one: descriptors have none}
  static boolean exists(Type type) {
    return switch (type.kind()) {
      case UNIX_FD -> false;
      case STRUCT -> type.elements().stream().allMatch(ZeroValue::exists);
      default -> true;
    };
  }

  /// {@return the value of a type for which [#exists] holds; in a variant there is an empty text}
  static Object of(Type type) {
    return switch (type.kind()) {
      case BYTE, UINT16, INT32 -> 0;
      case INT16 -> (short) 0;
      case UINT32, INT64, UINT64 -> 0L;
      case DOUBLE -> 0.0;
      case BOOLEAN -> false;
      case STRING -> "";
      case OBJECT_PATH -> ObjectPath.ROOT;
      case SIGNATURE -> Signature.EMPTY;
      case VARIANT -> new Value.Text("");
      case ARRAY -> List.of();
      case DICT -> Map.of();
      case STRUCT -> {
        var fields = new ArrayList<>();
        type.elements().forEach(field -> fields.add(of(field)));
        yield fields;
      }
      case UNIX_FD -> throw new IllegalArgumentException("no descriptor is zero");
    };
  }
}
