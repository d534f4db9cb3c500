package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import java.util.List;
import java.util.Objects;

/// What replies say.
final class Replies {
  private Replies() {}

  /// {@return the error that a reply tells}
  static DbusException failure(Header header, Decoder body) throws WireException {
    return new DbusException(Objects.requireNonNull(header.errorName()), text(header, body), null);
  }

  /// {@return the first argument, if it is a text; else empty}
  static String text(Header header, Decoder body) throws WireException {
    var values = Arguments.decode(body, header.signature());
    return !values.isEmpty() && header.signature().types().getFirst().equals(Type.STRING)
        ? (String) values.getFirst()
        : "";
  }

  /// Reads a reply that another thread has received.
  static Reply read(Message message, Reply.Reader<List<Object>> reader)
      throws DbusException, WireException {
    var header = message.header();
    var kept = false;
    try {
      if (header.type() == Header.ERROR) {
        var body = Decoder.create();
        body.begin(header, message.bytes(), 0, message.descriptors());
        throw failure(header, body);
      }
      var reply =
          new Reply(
              header.sender(), header.signature(), message.read(reader), message.descriptors());
      kept = true;
      return reply;
    } finally {
      if (!kept) {
        message.close();
      }
    }
  }
}
