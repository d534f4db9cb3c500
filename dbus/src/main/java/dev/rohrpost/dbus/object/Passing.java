package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.MessageReader;
import dev.rohrpost.dbus.wire.WireException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Arguments between generated code, which writes and reads them, and calls of types that are known
/// only when the program runs.
final class Passing {
  private Passing() {}

  /// What was written, as values.
  static List<Object> values(Signature signature, BodyWriter writer) {
    try {
      var in = decoder(signature, writer);
      var values = new ArrayList<Object>();
      for (var type : signature.types()) {
        values.add(in.value(type));
      }
      in.end();
      return values;
    } catch (WireException e) {
      throw new IllegalArgumentException("the arguments are not \"" + signature + "\"", e);
    }
  }

  /// Values, as generated code reads them.
  static <T> T read(Signature signature, List<Object> values, BodyReader<T> reader)
      throws WireException {
    var in =
        decoder(
            signature,
            out -> {
              for (var i = 0; i < values.size(); i++) {
                out.value(signature.types().get(i), values.get(i));
              }
            });
    var read = reader.read(in);
    in.end();
    return read;
  }

  /// The value of a property.
  static Value value(ExportedInterface face, PropertyType property)
      throws DbusException, InterruptedException {
    var signature = property.type().signature();
    var out = begin(signature);
    face.get(property.name(), out);
    try {
      var in = decoder(out);
      return Value.of(property.type(), in.value(property.type()));
    } catch (WireException e) {
      throw new IllegalArgumentException(property.name() + " is not \"" + signature + "\"", e);
    }
  }

  private static Encoder begin(Signature signature) {
    var out = Encoder.create();
    out.begin(Header.signal(ObjectPath.ROOT, "a.b", "C").setSerial(1).setSignature(signature));
    return out;
  }

  private static Decoder decoder(Signature signature, BodyWriter writer) throws WireException {
    var out = begin(signature);
    writer.write(out);
    return decoder(out);
  }

  private static Decoder decoder(Encoder out) throws WireException {
    var bytes = out.end();
    var reader = MessageReader.create();
    for (var done = 0L; done < bytes.byteSize(); ) {
      var room = reader.room();
      var count = Math.min(room.byteSize(), bytes.byteSize() - done);
      MemorySegment.copy(bytes, done, room, 0, count);
      reader.came(count);
      done += count;
    }
    var header = new Header();
    if (!reader.next(header)) {
      throw new IllegalStateException("a message that is not whole");
    }
    var in = Decoder.create();
    in.begin(header, reader.memory(), reader.start(), out.descriptors());
    return in;
  }
}
