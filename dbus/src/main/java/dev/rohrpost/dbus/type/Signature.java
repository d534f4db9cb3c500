package dev.rohrpost.dbus.type;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Complete types one after the other, such as `sa{sv}`: the types of the arguments of a call. May
/// be empty.
///
/// @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#type-system">D-Bus
///   specification, type system</a>
public final class Signature {
  /// How long a signature may be, in bytes.
  public static final int MOST_BYTES = 255;

  /// How deep arrays may be nested, and structs as well.
  public static final int MOST_DEPTH = 32;

  /// No types: of a message without a body.
  public static final Signature EMPTY = new Signature("", List.of());

  /// Programs use few signatures, but a peer can send any number.
  private static final int MOST_KEPT = 1024;

  private static final ConcurrentHashMap<String, Signature> KEPT = new ConcurrentHashMap<>();

  private final String text;
  private final List<Type> types;

  private Signature(String text, List<Type> types) {
    this.text = text;
    this.types = types;
  }

  /// Reads a signature. The first ones are kept, so asking again costs little.
  ///
  /// @param text such as `sa{sv}`
  /// @return the signature
  /// @throws IllegalArgumentException if it is not valid; the message says which rule it breaks
  public static Signature of(String text) {
    var kept = KEPT.get(text);
    if (kept != null) {
      return kept;
    }
    var signature = parse(text);
    if (KEPT.size() < MOST_KEPT) {
      KEPT.put(text, signature);
    }
    return signature;
  }

  /// Reads a signature that is not to be kept, as a peer sends it.
  ///
  /// @param text such as `sa{sv}`
  /// @return the signature
  /// @throws IllegalArgumentException if it is not valid; the message says which rule it breaks
  public static Signature parse(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    return new Signature(text, SignatureParser.parse(text));
  }

  /// Makes the signature of types that follow each other.
  ///
  /// @param types in their order
  /// @return the signature
  /// @throws IllegalArgumentException if it is longer than 255 bytes
  public static Signature of(List<Type> types) {
    var text = new StringBuilder();
    types.forEach(text::append);
    return of(text.toString());
  }

  /// {@return the types in their order}
  public List<Type> types() {
    return types;
  }

  /// {@return the one type it consists of}
  ///
  /// @throws IllegalArgumentException if there are none or several
  public Type single() {
    if (types.size() != 1) {
      throw new IllegalArgumentException(
          "signature \"" + text + "\": " + types.size() + " types where one is needed");
    }
    return types.getFirst();
  }

  /// {@return whether there are no types}
  public boolean isEmpty() {
    return types.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Signature that && text.equals(that.text));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// {@return the signature as text, such as `sa{sv}`}
  @Override
  public String toString() {
    return text;
  }
}
