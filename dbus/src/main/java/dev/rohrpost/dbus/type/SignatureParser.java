package dev.rohrpost.dbus.type;

import java.util.ArrayList;
import java.util.List;

/// Reads types one after the other. Goes no deeper than signatures may be nested.
final class SignatureParser {
  private final String text;
  private int position;
  private int arrays;
  private int structs;

  private SignatureParser(String text) {
    this.text = text;
  }

  static List<Type> parse(String text) {
    if (text.length() > Signature.MOST_BYTES) {
      throw new IllegalArgumentException(
          "signature of " + text.length() + " bytes: more than " + Signature.MOST_BYTES);
    }
    var parser = new SignatureParser(text);
    var types = new ArrayList<Type>();
    while (parser.position < text.length()) {
      types.add(parser.type());
    }
    return List.copyOf(types);
  }

  private Type type() {
    if (position == text.length()) {
      throw wrong("ends within a type");
    }
    var code = text.charAt(position);
    var basic = Type.withCode(code);
    if (basic != null) {
      position++;
      return basic;
    }
    return switch (code) {
      case 'a' -> array();
      case '(' -> struct();
      case '{' -> throw wrong("a dictionary entry outside of an array");
      case ')', '}' -> throw wrong("closes what is not open");
      default -> throw wrong("an unknown type");
    };
  }

  private Type array() {
    var from = position++;
    if (++arrays > Signature.MOST_DEPTH) {
      throw wrong("more than " + Signature.MOST_DEPTH + " arrays within each other");
    }
    var isDict = position < text.length() && text.charAt(position) == '{';
    var elements = isDict ? entry() : List.of(type());
    arrays--;
    return Type.of(
        isDict ? Type.Kind.DICT : Type.Kind.ARRAY, text.substring(from, position), elements);
  }

  private List<Type> entry() {
    position++;
    if (closes('}')) {
      throw wrong("a dictionary entry without a key");
    }
    var key = type();
    if (!key.kind().isBasic()) {
      throw wrong("a key that is not basic");
    }
    if (closes('}')) {
      throw wrong("a dictionary entry without a value");
    }
    var value = type();
    if (!closes('}')) {
      throw wrong("a dictionary entry that does not end after its value");
    }
    position++;
    return List.of(key, value);
  }

  private Type struct() {
    var from = position++;
    if (++structs > Signature.MOST_DEPTH) {
      throw wrong("more than " + Signature.MOST_DEPTH + " structs within each other");
    }
    var fields = new ArrayList<Type>();
    while (!closes(')')) {
      fields.add(type());
    }
    if (fields.isEmpty()) {
      throw wrong("a struct without fields");
    }
    position++;
    structs--;
    return Type.of(Type.Kind.STRUCT, text.substring(from, position), List.copyOf(fields));
  }

  private boolean closes(char with) {
    return position < text.length() && text.charAt(position) == with;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "signature " + Names.quoted(text) + ": " + what + ", at character " + position);
  }
}
