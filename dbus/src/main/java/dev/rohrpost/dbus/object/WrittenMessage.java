package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.MessageReader;
import dev.rohrpost.dbus.wire.WireException;
import java.lang.foreign.MemorySegment;

/// A value that generated code has written, and that is wanted as a value: a message that goes
/// nowhere.
///
/// @param encoder where the value goes
record WrittenMessage(Encoder encoder) {
  WrittenMessage(Signature signature) {
    this(Encoder.create());
    encoder.begin(Header.signal(ObjectPath.ROOT, "a.b", "C").setSerial(1).setSignature(signature));
  }

  /// {@return what was written}
  Value value(Type type) {
    var bytes = encoder.end();
    var reader = MessageReader.create();
    try {
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
      in.begin(header, reader.memory(), reader.start(), encoder.descriptors());
      var value = Value.of(type, in.value(type));
      in.end();
      return value;
    } catch (WireException e) {
      throw new IllegalArgumentException("what was written is no \"" + type + "\"", e);
    }
  }
}
