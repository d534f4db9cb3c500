package dev.rohrpost.dbus;

import dev.rohrpost.socket.UnixAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Addresses as text: `KIND:KEY=VALUE,KEY=VALUE;…`, with `%` and two digits for what has a meaning.
final class AddressText {
  private static final String PLAIN = "-_/.\\*";
  private static final int HEX = 16;

  /// What was read of one way, so that what is wrong can be told with it.
  private final String text;

  private final Map<String, String> values = new LinkedHashMap<>();

  private AddressText(String text) {
    this.text = text;
  }

  static BusAddress parse(String text) {
    var transports = new ArrayList<BusAddress.Transport>();
    for (var part :
        (text.endsWith(";") ? text.substring(0, text.length() - 1) : text).split(";", -1)) {
      var address = new AddressText(part);
      try {
        transports.add(address.transport());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("address \"" + part + "\": " + e.getMessage(), e);
      }
    }
    return new BusAddress(transports);
  }

  private BusAddress.Transport transport() {
    var colon = text.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(text.isEmpty() ? "is empty" : "has no kind and colon");
    }
    var kind = text.substring(0, colon);
    if (colon + 1 < text.length()) {
      for (var pair : text.substring(colon + 1).split(",", -1)) {
        take(pair);
      }
    }
    var guid = Optional.ofNullable(values.remove("guid"));
    return switch (kind) {
      case "unix" -> unix(guid);
      case "tcp" -> tcp(Optional.empty(), guid);
      case "nonce-tcp" -> tcp(Optional.of(Path.of(needed("noncefile"))), guid);
      case "unixexec" -> program(guid);
      default -> new BusAddress.Transport.Skipped(text, "this kind of address is not known here");
    };
  }

  private void take(String pair) {
    var equals = pair.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("\"" + pair + "\" is no key with a value");
    }
    var key = pair.substring(0, equals);
    var value = unescaped(pair.substring(equals + 1));
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the key " + key + " has no value");
    }
    if (values.put(key, value) != null) {
      throw new IllegalArgumentException("the key " + key + " occurs twice");
    }
  }

  private BusAddress.Transport unix(Optional<String> guid) {
    var said =
        List.of("path", "abstract", "dir", "tmpdir", "runtime").stream()
            .filter(values::containsKey)
            .toList();
    if (said.size() != 1) {
      throw new IllegalArgumentException(
          "needs exactly one of path, abstract, dir, tmpdir and runtime");
    }
    var key = said.getFirst();
    var value = needed(key);
    return switch (key) {
      case "path" -> new BusAddress.Transport.Unix(new UnixAddress.File(Path.of(value)), guid);
      case "abstract" -> new BusAddress.Transport.Unix(new UnixAddress.Abstract(value), guid);
      case "runtime" -> runtime(value, guid);
      default -> new BusAddress.Transport.Folder(key, Path.of(value), guid);
    };
  }

  private static BusAddress.Transport runtime(String value, Optional<String> guid) {
    if (!value.equals("yes")) {
      throw new IllegalArgumentException("the key runtime has the value yes, or is not there");
    }
    return new BusAddress.Transport.UserRuntime(guid);
  }

  private BusAddress.Transport tcp(Optional<Path> nonceFile, Optional<String> guid) {
    var host = values.getOrDefault("host", "localhost");
    try {
      return new BusAddress.Transport.Tcp(host, Integer.parseInt(needed("port")), nonceFile, guid);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the port is no number", e);
    }
  }

  private BusAddress.Transport program(Optional<String> guid) {
    var path = needed("path");
    if (!values.getOrDefault("argv0", path).equals(path)) {
      return new BusAddress.Transport.Skipped(
          text, "a program is started under no other name than its own");
    }
    var arguments = new ArrayList<String>();
    for (var i = 1; values.containsKey("argv" + i); i++) {
      arguments.add(needed("argv" + i));
    }
    return new BusAddress.Transport.Program(path, arguments, guid);
  }

  private String needed(String key) {
    @Nullable String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("needs the key " + key);
    }
    return value;
  }

  static String pair(String key, String value) {
    return key + "=" + escaped(value);
  }

  private static String escaped(String value) {
    var text = new StringBuilder();
    for (var b : bytes(value)) {
      var c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
        text.append(c);
      } else {
        text.append('%').append(Character.forDigit(c / HEX, HEX));
        text.append(Character.forDigit(c % HEX, HEX));
      }
    }
    return text.toString();
  }

  /// A byte that is no UTF-8 is one of the characters U+DC80 to U+DCFF, as in [UnixAddress].
  private static byte[] bytes(String value) {
    var bytes = new ByteArrayOutputStream();
    value
        .codePoints()
        .forEach(c -> {
          if (c >= 0xdc80 && c <= 0xdcff) {
            bytes.write(c & 0xff);
          } else {
            bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
          }
        });
    return bytes.toByteArray();
  }

  private static String unescaped(String value) {
    var bytes = new ByteArrayOutputStream();
    for (var i = 0; i < value.length(); ) {
      var c = value.codePointAt(i);
      if (c != '%') {
        bytes.writeBytes(bytes(Character.toString(c)));
        i += Character.charCount(c);
        continue;
      }
      var high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), HEX) : -1;
      var low = high < 0 ? -1 : Character.digit(value.charAt(i + 2), HEX);
      if (low < 0) {
        throw new IllegalArgumentException("after % there are no two hexadecimal digits");
      }
      bytes.write(HEX * high + low);
      i += 3;
    }
    return text(bytes.toByteArray());
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a value is no UTF-8", e);
    }
  }
}
