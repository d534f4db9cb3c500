package dev.rohrpost.dbus.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One complete type, such as `i`, `as` or `a{s(uv)}`.
public final class Type {
  /// `y`
  public static final Type BYTE = basic(Kind.BYTE);

  /// `b`
  public static final Type BOOLEAN = basic(Kind.BOOLEAN);

  /// `n`
  public static final Type INT16 = basic(Kind.INT16);

  /// `q`
  public static final Type UINT16 = basic(Kind.UINT16);

  /// `i`
  public static final Type INT32 = basic(Kind.INT32);

  /// `u`
  public static final Type UINT32 = basic(Kind.UINT32);

  /// `x`
  public static final Type INT64 = basic(Kind.INT64);

  /// `t`
  public static final Type UINT64 = basic(Kind.UINT64);

  /// `d`
  public static final Type DOUBLE = basic(Kind.DOUBLE);

  /// `s`
  public static final Type STRING = basic(Kind.STRING);

  /// `o`
  public static final Type OBJECT_PATH = basic(Kind.OBJECT_PATH);

  /// `g`
  public static final Type SIGNATURE = basic(Kind.SIGNATURE);

  /// `h`
  public static final Type UNIX_FD = basic(Kind.UNIX_FD);

  /// `v`
  public static final Type VARIANT = basic(Kind.VARIANT);

  private static final List<Type> WITHOUT_ELEMENTS =
      List.of(
          BYTE,
          BOOLEAN,
          INT16,
          UINT16,
          INT32,
          UINT32,
          INT64,
          UINT64,
          DOUBLE,
          STRING,
          OBJECT_PATH,
          SIGNATURE,
          UNIX_FD,
          VARIANT);

  private static final @Nullable Type[] BY_CODE = new Type[128];

  static {
    for (var type : WITHOUT_ELEMENTS) {
      BY_CODE[type.kind.code] = type;
    }
  }

  /// What a type is made of.
  public enum Kind {
    /// A number from 0 to 255.
    BYTE('y', 1, 1),
    /// A truth value.
    BOOLEAN('b', 4, 4),
    /// A signed number of 16 bits.
    INT16('n', 2, 2),
    /// An unsigned number of 16 bits.
    UINT16('q', 2, 2),
    /// A signed number of 32 bits.
    INT32('i', 4, 4),
    /// An unsigned number of 32 bits.
    UINT32('u', 4, 4),
    /// A signed number of 64 bits.
    INT64('x', 8, 8),
    /// An unsigned number of 64 bits.
    UINT64('t', 8, 8),
    /// A number of 64 bits with a point.
    DOUBLE('d', 8, 8),
    /// A text.
    STRING('s', 4, 0),
    /// The path of an object.
    OBJECT_PATH('o', 4, 0),
    /// A signature.
    SIGNATURE('g', 1, 0),
    /// The index of a descriptor that comes with the message.
    UNIX_FD('h', 4, 4),
    /// A value that carries its type.
    VARIANT('v', 1, 0),
    /// Elements of one type.
    ARRAY('a', 4, 0),
    /// An array of pairs of a key and a value.
    DICT('a', 4, 0),
    /// Fields of different types.
    STRUCT('(', 8, 0);

    private final char code;
    private final int alignment;
    private final int size;

    Kind(char code, int alignment, int size) {
      this.code = code;
      this.alignment = alignment;
      this.size = size;
    }

    /// {@return the character with which its signature begins}
    public char code() {
      return code;
    }

    /// {@return a multiple of which each value begins at, in bytes from the beginning of the
    /// message: 1, 2, 4 or 8}
    public int alignment() {
      return alignment;
    }

    /// {@return how many bytes each value has; 0 if that differs}
    public int size() {
      return size;
    }

    /// {@return whether it may be the key of a dictionary}
    public boolean isBasic() {
      return compareTo(VARIANT) < 0;
    }
  }

  private final Kind kind;
  private final String text;
  private final List<Type> elements;
  private final int depth;

  private Type(Kind kind, String text, List<Type> elements) {
    this.kind = kind;
    this.text = text;
    this.elements = elements;
    var deepest = 0;
    for (var element : elements) {
      deepest = Math.max(deepest, element.depth);
    }
    this.depth =
        switch (kind) {
          case DICT -> deepest + 2; // the array and the entry
          case ARRAY, STRUCT, VARIANT -> deepest + 1;
          default -> 0;
        };
  }

  private static Type basic(Kind kind) {
    return new Type(kind, String.valueOf(kind.code), List.of());
  }

  static Type of(Kind kind, String text, List<Type> elements) {
    return new Type(kind, text, elements);
  }

  /// Reads a signature that consists of one complete type.
  ///
  /// @param signature such as `a{sv}`
  /// @return its type
  /// @throws IllegalArgumentException if it is not exactly one valid type
  public static Type of(String signature) {
    var single = signature.length() == 1 ? withCode(signature.charAt(0)) : null;
    return single != null ? single : Signature.of(signature).single();
  }

  /// {@return the type of a single character; null if there is none}
  ///
  /// @param code such as `s`
  static @Nullable Type withCode(int code) {
    return code < BY_CODE.length ? BY_CODE[code] : null;
  }

  /// Makes the type of arrays.
  ///
  /// @param element the type of their elements
  /// @return the type of the arrays
  /// @throws IllegalArgumentException if the whole is too long or too deep
  public static Type array(Type element) {
    return of("a" + element);
  }

  /// Makes the type of dictionaries.
  ///
  /// @param key the type of their keys, a basic one
  /// @param value the type of their values
  /// @return the type of the dictionaries
  /// @throws IllegalArgumentException if the key is not basic, or the whole too long or too deep
  public static Type dict(Type key, Type value) {
    return of("a{" + key + value + "}");
  }

  /// Makes the type of structs.
  ///
  /// @param fields the types of their fields
  /// @return the type of the structs
  /// @throws IllegalArgumentException if there are no fields, or the whole is too long or too deep
  public static Type struct(Type... fields) {
    var text = new StringBuilder("(");
    for (var field : fields) {
      text.append(field);
    }
    return of(text.append(')').toString());
  }

  /// {@return what it is made of}
  public Kind kind() {
    return kind;
  }

  /// {@return the character with which its signature begins}
  public char code() {
    return kind.code;
  }

  /// {@return a multiple of which each value begins at, in bytes from the beginning of the message}
  public int alignment() {
    return kind.alignment;
  }

  /// {@return how many bytes each value has; 0 if that differs}
  public int size() {
    return kind.size;
  }

  /// {@return the types in it: the element of an array, key and value of a dictionary, the fields
  /// of a struct; empty for all others}
  public List<Type> elements() {
    return elements;
  }

  /// {@return the element of an array}
  ///
  /// @throws IllegalStateException if it is none
  public Type element() {
    if (kind != Kind.ARRAY) {
      throw new IllegalStateException(text + " is no array");
    }
    return elements.getFirst();
  }

  /// {@return how many containers lie within each other at the most: arrays, structs, entries of
  /// dictionaries and variants, each of these without what it holds}
  public int depth() {
    return depth;
  }

  /// {@return whether values can come with descriptors: it contains `h` or `v`}
  public boolean mayHoldDescriptors() {
    return text.indexOf('h') >= 0 || text.indexOf('v') >= 0;
  }

  /// {@return the signature of this one type}
  public Signature signature() {
    return Signature.of(text);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Type type && text.equals(type.text));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// {@return the signature as text, such as `a{sv}`}
  @Override
  public String toString() {
    return text;
  }
}
