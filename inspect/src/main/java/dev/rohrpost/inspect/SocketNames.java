package dev.rohrpost.inspect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// Names, which are any bytes, as text that nothing is lost in.
final class SocketNames {
  /// Where bytes that are no UTF-8 go: to half a surrogate pair, which no text has.
  private static final char STRAY = '\udc00';

  private SocketNames() {}

  static String text(byte[] bytes, int from, int to) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(bytes, from, to - from);
    var out = CharBuffer.allocate(to - from);
    while (true) {
      var result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (var i = 0; i < result.length(); i++) {
        out.put((char) (STRAY + Byte.toUnsignedInt(in.get())));
      }
    }
  }
}
