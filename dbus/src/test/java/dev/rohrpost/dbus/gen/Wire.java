package dev.rohrpost.dbus.gen;

import dev.rohrpost.dbus.object.BodyReader;
import dev.rohrpost.dbus.object.BodyWriter;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.MessageReader;
import dev.rohrpost.dbus.wire.WireException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// Arguments as bytes of a message, and back.
final class Wire {
  private Wire() {}

  /// Reads what was written, and that it was as long as the signature says.
  static <T> T pass(String signature, BodyWriter writer, BodyReader<T> reader)
      throws WireException {
    var in = decoder(signature, writer, ByteOrder.LITTLE_ENDIAN);
    for (var type : Signature.of(signature).types()) {
      in.skip(type);
    }
    in.end();
    var read = decoder(signature, writer, ByteOrder.BIG_ENDIAN);
    var value = reader.read(read);
    read.end();
    return value;
  }

  static Decoder decoder(String signature, BodyWriter writer) throws WireException {
    return decoder(signature, writer, ByteOrder.LITTLE_ENDIAN);
  }

  private static Decoder decoder(String signature, BodyWriter writer, ByteOrder order)
      throws WireException {
    var encoder = Encoder.withOrder(order);
    var header = Header.signal(ObjectPath.of("/a"), "a.b", "C").setSerial(7);
    encoder.begin(header.setSignature(Signature.of(signature)));
    writer.write(encoder);
    var bytes = encoder.end();
    var reader = MessageReader.create();
    for (var done = 0L; done < bytes.byteSize(); ) {
      var room = reader.room();
      var count = Math.min(room.byteSize(), bytes.byteSize() - done);
      MemorySegment.copy(bytes, done, room, 0, count);
      reader.came(count);
      done += count;
    }
    var read = new Header();
    if (!reader.next(read)) {
      throw new AssertionError("not a whole message");
    }
    var decoder = Decoder.create();
    decoder.begin(read, reader.memory(), reader.start(), encoder.descriptors());
    return decoder;
  }
}
