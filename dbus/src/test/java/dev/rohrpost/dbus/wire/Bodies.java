package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Fd;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Writes and reads whole messages.
public final class Bodies {
  private Bodies() {}

  /// The bytes of a signal with arguments.
  static byte[] encode(ByteOrder order, String signature, Object... arguments) {
    return encode(Encoder.withOrder(order), signature, arguments);
  }

  static byte[] encode(Encoder encoder, String signature, Object... arguments) {
    var types = Signature.of(signature).types();
    var header = Header.signal(ObjectPath.of("/a"), "a.b", "C").setSerial(7);
    encoder.begin(header.setSignature(Signature.of(signature)));
    for (var i = 0; i < types.size(); i++) {
      encoder.value(types.get(i), arguments[i]);
    }
    return encoder.end().toArray(ValueLayout.JAVA_BYTE);
  }

  /// The arguments of a message. What is read is also gone over, with the same result.
  static List<Object> decode(byte[] message, Fd... descriptors) throws WireException {
    var header = Raw.read(message);
    try {
      skip(header, message, descriptors);
    } catch (WireException e) {
      return fail(header, message, e, descriptors);
    }
    return read(header, message, descriptors);
  }

  private static List<Object> fail(
      Header header, byte[] message, WireException skipped, Fd... descriptors)
      throws WireException {
    try {
      throw new AssertionError("reads " + read(header, message, descriptors), skipped);
    } catch (WireException e) {
      if (e.rule() != skipped.rule()) {
        throw new AssertionError(e.rule() + " is not " + skipped.rule(), e);
      }
      throw e;
    }
  }

  private static void skip(Header header, byte[] message, Fd... descriptors) throws WireException {
    var decoder = Decoder.create();
    decoder.begin(header, MemorySegment.ofArray(message), 0, List.of(descriptors));
    for (var type : header.signature().types()) {
      decoder.skip(type);
    }
    decoder.end();
  }

  private static List<Object> read(Header header, byte[] message, Fd... descriptors)
      throws WireException {
    var decoder = Decoder.create();
    decoder.begin(header, MemorySegment.ofArray(message), 0, List.of(descriptors));
    var arguments = new ArrayList<>();
    for (Type type : header.signature().types()) {
      arguments.add(decoder.value(type));
    }
    decoder.end();
    return arguments;
  }

  /// The single argument of a body.
  static Object decode(String signature, Raw body) throws WireException {
    return decode(Raw.signal(ByteOrder.LITTLE_ENDIAN, signature, body.bytes())).getFirst();
  }

  /// Shows a value with everything in it, so that equal ones look equal and others do not.
  ///
  /// @param value as ours
  /// @return how it looks
  public static String show(Object value) {
    return switch (value) {
      case List<?> list -> list.stream().map(Bodies::show).toList().toString();
      case Map<?, ?> map ->
          map.entrySet().stream().map(e -> show(e.getKey()) + "=" + show(e.getValue())).toList()
              + "";
      case Value inner -> inner.type() + ":" + show(inner.content());
      case Number number -> number.getClass().getSimpleName() + " " + number;
      default -> Arrays.deepToString(new Object[] {value});
    };
  }
}
