package dev.rohrpost.dbus.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes put together by hand: right or wrong, as a test wants them.
final class Raw {
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 17);

  Raw(ByteOrder order) {
    bytes.order(order);
  }

  static Raw little() {
    return new Raw(ByteOrder.LITTLE_ENDIAN);
  }

  Raw u8(int... values) {
    for (var value : values) {
      bytes.put((byte) value);
    }
    return this;
  }

  Raw pad(int alignment) {
    while (bytes.position() % alignment != 0) {
      bytes.put((byte) 0);
    }
    return this;
  }

  Raw u16(int value) {
    pad(2);
    bytes.putShort((short) value);
    return this;
  }

  Raw u32(long value) {
    pad(4);
    bytes.putInt((int) value);
    return this;
  }

  Raw u64(long value) {
    pad(8);
    bytes.putLong(value);
    return this;
  }

  Raw f64(double value) {
    return u64(Double.doubleToRawLongBits(value));
  }

  Raw text(String value) {
    return textOf(value.getBytes(StandardCharsets.UTF_8));
  }

  Raw textOf(byte... utf8) {
    u32(utf8.length);
    bytes.put(utf8).put((byte) 0);
    return this;
  }

  Raw signature(String value) {
    u8(value.length());
    bytes.put(value.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    return this;
  }

  Raw all(byte[] value) {
    bytes.put(value);
    return this;
  }

  int size() {
    return bytes.position();
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  Raw setU32(int at, long value) {
    bytes.putInt(at, (int) value);
    return this;
  }

  Raw setU8(int at, int value) {
    bytes.put(at, (byte) value);
    return this;
  }

  /// A signal with a body.
  static byte[] signal(ByteOrder order, String signature, byte[] body) {
    var raw = new Raw(order);
    raw.fixed(Header.SIGNAL).field(1, "o").text("/a").field(2, "s").text("a.b");
    raw.field(3, "s").text("C");
    if (!signature.isEmpty()) {
      raw.field(8, "g").signature(signature);
    }
    return raw.body(body).bytes();
  }

  /// The fixed part.
  Raw fixed(int type) {
    u8(bytes.order() == ByteOrder.BIG_ENDIAN ? 'B' : 'l', type, 0, 1);
    return u32(0).u32(7).u32(0);
  }

  /// The beginning of a header field: its value follows.
  Raw field(int code, String signature) {
    return pad(8).u8(code).signature(signature);
  }

  /// Ends the header and adds a body.
  Raw body(byte[] body) {
    setU32(12, size() - 16L);
    pad(8);
    setU32(4, body.length);
    return all(body);
  }

  static Header read(byte[] message) throws WireException {
    var header = new Header();
    var reader = MessageReader.create();
    for (var at = 0; at < message.length; ) {
      var room = reader.room();
      var count = (int) Math.min(room.byteSize(), message.length - at);
      MemorySegment.copy(message, at, room, ValueLayout.JAVA_BYTE, 0, count);
      reader.came(count);
      at += count;
      if (reader.next(header)) {
        if (at < message.length || reader.pending() > 0) {
          throw new IllegalStateException("more than a message");
        }
        return header;
      }
    }
    throw new IllegalStateException("less than a message");
  }
}
