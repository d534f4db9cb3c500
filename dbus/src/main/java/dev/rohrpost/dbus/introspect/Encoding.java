package dev.rohrpost.dbus.introspect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Pattern;

/// Bytes to text. The parser of the JDK could do that, but writes to standard error about bytes
/// that are wrong.
final class Encoding {
  /// Where the declaration of a document ends at the latest.
  private static final int HEAD = 200;

  private static final Pattern DECLARED =
      Pattern.compile(
          "<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([^\"']*)[\"'][^>]*>.*", Pattern.DOTALL);

  private Encoding() {}

  private static final class Wrong extends CharacterCodingException {
    private static final long serialVersionUID = 1;

    private final String what;

    Wrong(String what) {
      this.what = what;
    }

    @Override
    public String getMessage() {
      return what;
    }
  }

  /// @throws CharacterCodingException whose message says what is wrong
  static String decode(byte[] bytes) throws CharacterCodingException {
    var charset = of(bytes);
    var in = ByteBuffer.wrap(bytes);
    var decoder = charset.newDecoder();
    var out =
        CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()));
    var result = decoder.decode(in, out, true);
    if (result == CoderResult.UNDERFLOW) {
      result = decoder.flush(out);
    }
    if (result.isError()) {
      throw new Wrong("byte " + in.position() + " is not " + charset.name());
    }
    var text = out.flip().toString();
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static Charset of(byte[] bytes) throws CharacterCodingException {
    var first = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    switch (first) {
      case 0xfeff, '<' -> {
        return StandardCharsets.UTF_16BE;
      }
      case 0xfffe, '<' << 8 -> {
        return StandardCharsets.UTF_16LE;
      }
      default -> {}
    }
    var head = new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
    var declared = DECLARED.matcher(head);
    if (!declared.matches()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(declared.group(1));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      throw new Wrong("the encoding " + Faults.quoted(declared.group(1)) + " is not known");
    }
  }
}
