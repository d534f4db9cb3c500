package dev.rohrpost.cli.bus;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Fd;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Values as text, in the notation of busctl(1). It can be given back as arguments: what a shell
/// would replace in a string has a backslash, and a string with control characters is in `$'…'`.
/// Only the parentheses of signatures have to be quoted.
final class ValueText {
  private final StringBuilder line = new StringBuilder();

  private ValueText() {}

  /// {@return the signature and the values, such as `si "a" 1`}
  ///
  /// @param signature the types
  /// @param values one for each
  /// @throws UnixException with EBADF if a descriptor among them is closed
  static String of(Signature signature, List<?> values) throws UnixException {
    var text = new ValueText();
    text.line.append(signature);
    for (var i = 0; i < values.size(); i++) {
      text.value(signature.types().get(i), values.get(i));
    }
    return text.line.toString();
  }

  /// {@return the type of a value and the value, such as `as 1 "a"`}
  ///
  /// @throws UnixException with EBADF if a descriptor in it is closed
  static String of(Value value) throws UnixException {
    return value.type() + " " + content(value.type(), value.content());
  }

  /// {@return a value without its type}
  ///
  /// @throws UnixException with EBADF if a descriptor in it is closed
  static String content(Type type, Object value) throws UnixException {
    var text = new ValueText();
    text.value(type, value);
    return text.line.substring(1);
  }

  private void value(Type type, Object value) throws UnixException {
    switch (type.kind()) {
      case STRING, OBJECT_PATH, SIGNATURE -> word(quoted(value.toString()));
      case VARIANT -> {
        var inner = (Value) value;
        word(inner.type().toString());
        value(inner.type(), inner.content());
      }
      case ARRAY -> {
        var items = Items.of(value);
        word(Integer.toString(items.size()));
        for (var each : items) {
          value(type.element(), each);
        }
      }
      case DICT -> {
        var map = (Map<?, ?>) value;
        word(Integer.toString(map.size()));
        for (var entry : map.entrySet()) {
          value(type.elements().get(0), entry.getKey());
          value(type.elements().get(1), entry.getValue());
        }
      }
      case STRUCT -> {
        var fields = (List<?>) value;
        for (var i = 0; i < fields.size(); i++) {
          value(type.elements().get(i), fields.get(i));
        }
      }
      default -> word(basic(type, value));
    }
  }

  private void word(String text) {
    line.append(' ').append(text);
  }

  /// {@return a value of a basic type as plain text. A descriptor that is closed is -1}
  ///
  /// @throws UnixException with EBADF if it is a descriptor that is closed
  static String basic(Type type, Object value) throws UnixException {
    return switch (type.kind()) {
      case UINT64 -> Long.toUnsignedString((long) value);
      case DOUBLE -> number((double) value);
      case UNIX_FD -> descriptor((Fd) value);
      default -> value.toString();
    };
  }

  private static String descriptor(Fd fd) throws UnixException {
    return fd.isClosed() ? "-1" : Integer.toString(fd.borrow(number -> number));
  }

  private static String number(double value) {
    var text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String quoted(String text) {
    var isPlain = Escape.text(text).equals(text.replace("\\", "\\\\"));
    if (isPlain) {
      return '"' + text.replaceAll("[\\\\\"$`]", "\\\\$0") + '"';
    }
    var result = new StringBuilder("$'");
    text.codePoints().forEach(c -> append(result, c));
    return result.append('\'').toString();
  }

  private static void append(StringBuilder result, int c) {
    var one = Character.toString(c);
    switch (c) {
      case '\\', '\'' -> result.append('\\').append(one);
      case '\n' -> result.append("\\n");
      case '\t' -> result.append("\\t");
      case '\r' -> result.append("\\r");
      default -> {
        if (Escape.text(one).equals(one)) {
          result.append(one);
        } else {
          for (var b : one.getBytes(StandardCharsets.UTF_8)) {
            result.append(String.format(Locale.ROOT, "\\%03o", b & 0xff));
          }
        }
      }
    }
  }
}
