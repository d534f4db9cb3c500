package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The arguments of messages, of types that are known only when the program runs.
final class Arguments {
  private Arguments() {}

  static void encode(Encoder out, Header header, Signature signature, List<Object> values) {
    out.begin(header);
    write(out, signature, values);
  }

  static void write(Encoder out, Signature signature, List<Object> values) {
    var types = signature.types();
    for (var i = 0; i < values.size(); i++) {
      out.value(types.get(i), values.get(i));
    }
  }

  /// Reads all of them, which checks all of them.
  static List<Object> decode(Decoder in, Signature signature) throws WireException {
    var types = signature.types();
    if (types.isEmpty()) {
      in.end();
      return List.of();
    }
    var values = new ArrayList<Object>(types.size());
    for (var type : types) {
      values.add(in.value(type));
    }
    in.end();
    return Collections.unmodifiableList(values);
  }
}
