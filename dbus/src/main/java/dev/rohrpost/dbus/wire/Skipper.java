package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.Type;
import java.util.List;

/// Goes over values, and checks them. Goes no deeper than containers may be nested.
final class Skipper {
  private Skipper() {}

  static void skip(Decoder in, Type type) throws WireException {
    switch (type.kind()) {
      case BOOLEAN -> in.bool();
      case STRING -> in.cursor().checkText(in.cursor().textLength());
      case OBJECT_PATH -> in.path();
      case SIGNATURE -> in.signature();
      case UNIX_FD -> in.handleIndex();
      case VARIANT -> {
        skip(in, in.beginVariant());
        in.endVariant();
      }
      case ARRAY -> array(in, type.element());
      case DICT -> {
        in.beginArray(8);
        while (in.hasMore()) {
          fields(in, type.elements());
        }
        in.endArray();
      }
      case STRUCT -> fields(in, type.elements());
      default -> in.cursor().take(type.size(), type.size());
    }
  }

  private static void array(Decoder in, Type element) throws WireException {
    if (Contents.hasAnyBits(element)) {
      in.enter();
      var _ = in.cursor().elements(element.size());
      in.leave();
    } else {
      in.beginArray(element.alignment());
      while (in.hasMore()) {
        skip(in, element);
      }
      in.endArray();
    }
  }

  private static void fields(Decoder in, List<Type> types) throws WireException {
    in.beginStruct();
    for (var i = 0; i < types.size(); i++) {
      skip(in, types.get(i));
    }
    in.endStruct();
  }
}
