package dev.rohrpost.socket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// Abstract names, which are any bytes, as text that nothing is lost in.
final class Names {
  /// Where bytes that are no UTF-8 go: to half a surrogate pair, which no text has.
  private static final char STRAY = '\udc00';

  private Names() {}

  static byte[] bytes(String name) {
    var bytes = new ByteArrayOutputStream(name.length());
    for (var i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if (isStray(c) && (i == 0 || !Character.isHighSurrogate(name.charAt(i - 1)))) {
        bytes.write(c);
      } else {
        var end = Character.isHighSurrogate(c) && i + 1 < name.length() ? i + 2 : i + 1;
        bytes.writeBytes(name.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end - 1;
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isStray(char c) {
    return c >= STRAY + 0x80 && c <= STRAY + 0xff;
  }

  static String text(byte[] bytes) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var from = ByteBuffer.wrap(bytes);
    var to = CharBuffer.allocate(bytes.length);
    while (true) {
      var result = decoder.decode(from, to, true);
      if (!result.isError()) {
        return to.flip().toString();
      }
      for (var i = 0; i < result.length(); i++) {
        to.put((char) (STRAY + Byte.toUnsignedInt(from.get())));
      }
    }
  }
}
