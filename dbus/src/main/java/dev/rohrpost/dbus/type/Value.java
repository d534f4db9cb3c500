package dev.rohrpost.dbus.type;

import dev.rohrpost.fd.Fd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A value that knows its type: what a variant holds.
///
/// What lies in an [Array], a [Dict] or a [Struct] is of the Java types of this package's table, as
/// their [#type()] says what it is.
public sealed interface Value {
  /// {@return its type; of a [Variant] that is `v`}
  Type type();

  /// {@return the value as Java has it for its type}
  Object content();

  /// A number from 0 to 255.
  ///
  /// @param value the number
  record Uint8(int value) implements Value {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the number is beyond it
    public Uint8 {
      range(Type.BYTE, value, 0, 0xff);
    }

    @Override
    public Type type() {
      return Type.BYTE;
    }

    @Override
    public Integer content() {
      return value;
    }
  }

  /// A truth value.
  ///
  /// @param value the truth
  record Bool(boolean value) implements Value {
    @Override
    public Type type() {
      return Type.BOOLEAN;
    }

    @Override
    public Boolean content() {
      return value;
    }
  }

  /// A signed number of 16 bits.
  ///
  /// @param value the number
  record Int16(short value) implements Value {
    @Override
    public Type type() {
      return Type.INT16;
    }

    @Override
    public Short content() {
      return value;
    }
  }

  /// An unsigned number of 16 bits.
  ///
  /// @param value the number
  record Uint16(int value) implements Value {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the number is beyond it
    public Uint16 {
      range(Type.UINT16, value, 0, 0xffff);
    }

    @Override
    public Type type() {
      return Type.UINT16;
    }

    @Override
    public Integer content() {
      return value;
    }
  }

  /// A signed number of 32 bits.
  ///
  /// @param value the number
  record Int32(int value) implements Value {
    @Override
    public Type type() {
      return Type.INT32;
    }

    @Override
    public Integer content() {
      return value;
    }
  }

  /// An unsigned number of 32 bits.
  ///
  /// @param value the number
  record Uint32(long value) implements Value {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the number is beyond it
    public Uint32 {
      range(Type.UINT32, value, 0, 0xffff_ffffL);
    }

    @Override
    public Type type() {
      return Type.UINT32;
    }

    @Override
    public Long content() {
      return value;
    }
  }

  /// A signed number of 64 bits.
  ///
  /// @param value the number
  record Int64(long value) implements Value {
    @Override
    public Type type() {
      return Type.INT64;
    }

    @Override
    public Long content() {
      return value;
    }
  }

  /// An unsigned number of 64 bits.
  ///
  /// @param value its bits: `Long.toUnsignedString` shows the number
  record Uint64(long value) implements Value {
    @Override
    public Type type() {
      return Type.UINT64;
    }

    @Override
    public Long content() {
      return value;
    }

    @Override
    public String toString() {
      return "Uint64[value=" + Long.toUnsignedString(value) + "]";
    }
  }

  /// A number of 64 bits with a point.
  ///
  /// @param value the number
  record Float64(double value) implements Value {
    @Override
    public Type type() {
      return Type.DOUBLE;
    }

    @Override
    public Double content() {
      return value;
    }
  }

  /// A text.
  ///
  /// @param value the text
  record Text(String value) implements Value {
    @Override
    public Type type() {
      return Type.STRING;
    }

    @Override
    public String content() {
      return value;
    }
  }

  /// The path of an object.
  ///
  /// @param value the path
  record Path(ObjectPath value) implements Value {
    @Override
    public Type type() {
      return Type.OBJECT_PATH;
    }

    @Override
    public ObjectPath content() {
      return value;
    }
  }

  /// A signature: a list of types.
  ///
  /// @param value the signature
  record Types(Signature value) implements Value {
    @Override
    public Type type() {
      return Type.SIGNATURE;
    }

    @Override
    public Signature content() {
      return value;
    }
  }

  /// A descriptor.
  ///
  /// @param value the descriptor
  record Handle(Fd value) implements Value {
    @Override
    public Type type() {
      return Type.UNIX_FD;
    }

    @Override
    public Fd content() {
      return value;
    }
  }

  /// An array. Is not copied.
  ///
  /// @param type such as `as`
  /// @param elements a primitive array where the elements are numbers or truth values, else a
  ///   `List`
  record Array(Type type, Object elements) implements Value {
    /// Checks the type.
    ///
    /// @throws IllegalArgumentException if it is none of an array
    public Array {
      kind(type, Type.Kind.ARRAY);
    }

    @Override
    public Object content() {
      return elements;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Array that
          && type.equals(that.type)
          && Objects.deepEquals(elements, that.elements);
    }

    @Override
    public int hashCode() {
      return Elements.hash(elements);
    }

    @Override
    public String toString() {
      return "Array[type=" + type + ", elements=" + Elements.show(elements) + "]";
    }
  }

  /// A dictionary, with all entries, also those of equal keys. Is not copied.
  ///
  /// @param type such as `a{sv}`
  /// @param entries in the order of the wire
  record Dict(Type type, List<Map.Entry<Object, Object>> entries) implements Value {
    /// Checks the type.
    ///
    /// @throws IllegalArgumentException if it is none of a dictionary
    public Dict {
      kind(type, Type.Kind.DICT);
    }

    /// {@return the entries; the last of equal keys wins}
    @Override
    public Map<Object, Object> content() {
      var map = LinkedHashMap.newLinkedHashMap(entries.size());
      for (var entry : entries) {
        map.put(entry.getKey(), entry.getValue());
      }
      return map;
    }
  }

  /// A struct. Is not copied.
  ///
  /// @param type such as `(si)`
  /// @param fields one for each type in it
  record Struct(Type type, List<Object> fields) implements Value {
    /// Checks the type.
    ///
    /// @throws IllegalArgumentException if it is none of a struct, or of one with more or fewer
    ///   fields
    public Struct {
      kind(type, Type.Kind.STRUCT);
      if (type.elements().size() != fields.size()) {
        throw new IllegalArgumentException(fields.size() + " fields for " + type);
      }
    }

    @Override
    public List<Object> content() {
      return fields;
    }
  }

  /// A variant in a variant.
  ///
  /// @param value what the inner one holds
  record Variant(Value value) implements Value {
    @Override
    public Type type() {
      return Type.VARIANT;
    }

    @Override
    public Value content() {
      return value;
    }
  }

  /// Makes a value of a type.
  ///
  /// @param signature of one type, such as `a{sv}`
  /// @param content the value, as this package's table says
  /// @return the value with its type
  /// @throws IllegalArgumentException if the content is not of that type; what lies in an array, a
  ///   dictionary or a struct is looked at when it is sent
  static Value of(String signature, Object content) {
    return of(Type.of(signature), content);
  }

  /// Makes a value of a type.
  ///
  /// @param type its type
  /// @param content the value, as this package's table says
  /// @return the value with its type
  /// @throws IllegalArgumentException if the content is not of that type; what lies in an array, a
  ///   dictionary or a struct is looked at when it is sent
  static Value of(Type type, Object content) {
    return Elements.value(type, content);
  }

  private static void kind(Type type, Type.Kind kind) {
    if (type.kind() != kind) {
      throw new IllegalArgumentException(type + " is no " + kind);
    }
  }

  private static void range(Type type, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(value + " does not fit into " + type);
    }
  }
}
