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

/// A message that goes nowhere: what is written into it can be read again.
///
/// @param encoder where the arguments go
record WrittenMessage(Encoder encoder) {
  WrittenMessage(Signature signature) {
    this(Encoder.create());
    encoder.begin(Header.signal(ObjectPath.ROOT, "a.b", "C").setSerial(1).setSignature(signature));
  }

  /// Reads the arguments, all of them.
  ///
  /// @throws IllegalArgumentException if they are not of the types
  <T> T read(BodyReader<T> reader) {
    var bytes = encoder.end();
    var messages = MessageReader.create();
    try {
      for (var done = 0L; done < bytes.byteSize(); ) {
        var room = messages.room();
        var count = Math.min(room.byteSize(), bytes.byteSize() - done);
        MemorySegment.copy(bytes, done, room, 0, count);
        messages.came(count);
        done += count;
      }
      var header = new Header();
      if (!messages.next(header)) {
        throw new IllegalStateException("a message that is not whole");
      }
      var in = Decoder.create();
      in.begin(header, messages.memory(), messages.start(), encoder.descriptors());
      var read = reader.read(in);
      in.end();
      return read;
    } catch (WireException e) {
      throw new IllegalArgumentException("what was written is of other types", e);
    }
  }

  /// {@return the only argument}
  Value value(Type type) {
    return Value.of(type, read(in -> in.value(type)));
  }
}
