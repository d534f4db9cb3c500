package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads values whose types are known only when the program runs. Goes no deeper than containers
/// may be nested.
final class Contents {
  private Contents() {}

  static Object read(Decoder in, Type type) throws WireException {
    return switch (type.kind()) {
      case BYTE -> in.uint8();
      case BOOLEAN -> in.bool();
      case INT16 -> in.int16();
      case UINT16 -> in.uint16();
      case INT32 -> in.int32();
      case UINT32 -> in.uint32();
      case INT64, UINT64 -> in.int64();
      case DOUBLE -> in.float64();
      case STRING -> in.text();
      case OBJECT_PATH -> in.path();
      case SIGNATURE -> in.signature();
      case UNIX_FD -> in.handle();
      case VARIANT -> in.variant();
      case ARRAY -> array(in, type.element());
      case DICT -> map(in, type);
      case STRUCT -> struct(in, type);
    };
  }

  /// Reads what a variant holds.
  static Value variant(Decoder in, Type type) throws WireException {
    return switch (type.kind()) {
      case BYTE -> new Value.Uint8(in.uint8());
      case BOOLEAN -> new Value.Bool(in.bool());
      case INT16 -> new Value.Int16(in.int16());
      case UINT16 -> new Value.Uint16(in.uint16());
      case INT32 -> new Value.Int32(in.int32());
      case UINT32 -> new Value.Uint32(in.uint32());
      case INT64 -> new Value.Int64(in.int64());
      case UINT64 -> new Value.Uint64(in.int64());
      case DOUBLE -> new Value.Float64(in.float64());
      case STRING -> new Value.Text(in.text());
      case OBJECT_PATH -> new Value.Path(in.path());
      case SIGNATURE -> new Value.Types(in.signature());
      case UNIX_FD -> new Value.Handle(in.handle());
      case VARIANT -> new Value.Variant(in.variant());
      case ARRAY -> new Value.Array(type, array(in, type.element()));
      case DICT -> new Value.Dict(type, entries(in, type));
      case STRUCT -> new Value.Struct(type, struct(in, type));
    };
  }

  /// {@return whether each value of as many bits is one of the type, and none means something
  /// outside of the message}
  static boolean hasAnyBits(Type type) {
    return type.size() > 0 && type.kind() != Type.Kind.BOOLEAN && type.kind() != Type.Kind.UNIX_FD;
  }

  private static Object array(Decoder in, Type element) throws WireException {
    return switch (element.kind()) {
      case BYTE -> in.bytes();
      case BOOLEAN -> in.booleans();
      case INT16 -> in.int16s();
      case UINT16 -> in.uint16s();
      case INT32 -> in.int32s();
      case UINT32 -> in.uint32s();
      case INT64, UINT64 -> in.int64s();
      case DOUBLE -> in.float64s();
      default -> list(in, element);
    };
  }

  private static List<Object> list(Decoder in, Type element) throws WireException {
    var list = new ArrayList<>();
    in.beginArray(element.alignment());
    while (in.hasMore()) {
      list.add(read(in, element));
    }
    in.endArray();
    return list;
  }

  private static Map<Object, Object> map(Decoder in, Type type) throws WireException {
    var map = new LinkedHashMap<>();
    var key = type.elements().get(0);
    var value = type.elements().get(1);
    in.beginArray(8);
    while (in.hasMore()) {
      in.beginStruct();
      var name = read(in, key);
      map.put(name, read(in, value));
      in.endStruct();
    }
    in.endArray();
    return map;
  }

  private static List<Map.Entry<Object, Object>> entries(Decoder in, Type type)
      throws WireException {
    var entries = new ArrayList<Map.Entry<Object, Object>>();
    var key = type.elements().get(0);
    var value = type.elements().get(1);
    in.beginArray(8);
    while (in.hasMore()) {
      in.beginStruct();
      var name = read(in, key);
      entries.add(Map.entry(name, read(in, value)));
      in.endStruct();
    }
    in.endArray();
    return entries;
  }

  private static List<Object> struct(Decoder in, Type type) throws WireException {
    var types = type.elements();
    var fields = new ArrayList<>(types.size());
    in.beginStruct();
    for (var i = 0; i < types.size(); i++) {
      fields.add(read(in, types.get(i)));
    }
    in.endStruct();
    return fields;
  }
}
