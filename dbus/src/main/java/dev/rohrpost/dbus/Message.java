package dev.rohrpost.dbus;

import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Fd;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message that was received, and lies in memory of its own.
///
/// @param header its header
/// @param bytes all of it
/// @param descriptors what came with it; closed with it
record Message(Header header, MemorySegment bytes, List<Fd> descriptors) implements AutoCloseable {
  /// Copies a message.
  ///
  /// @param header its own from now on
  static Message copy(
      Header header, MemorySegment memory, long from, long to, List<Fd> descriptors) {
    var bytes = new byte[(int) (to - from)];
    MemorySegment.copy(memory, from, MemorySegment.ofArray(bytes), 0, bytes.length);
    return new Message(header, MemorySegment.ofArray(bytes), descriptors);
  }

  /// {@return the same with descriptors of its own; null if this process has no room for them}
  @Nullable Message duplicate() {
    var duplicates = new ArrayList<Fd>(descriptors.size());
    try {
      for (var fd : descriptors) {
        duplicates.add(fd.duplicate());
      }
      return new Message(header, bytes, duplicates);
    } catch (UnixException e) {
      duplicates.forEach(Fd::close);
      return null;
    }
  }

  List<Object> arguments() throws WireException {
    return read(Reply.VALUES);
  }

  /// Reads the arguments.
  List<Object> read(Reply.Reader<List<Object>> reader) throws WireException {
    var in = Decoder.create();
    in.begin(header, bytes, 0, descriptors);
    return reader.read(header.signature(), in);
  }

  @Override
  public void close() {
    for (var i = 0; i < descriptors.size(); i++) {
      descriptors.get(i).close();
    }
  }
}
