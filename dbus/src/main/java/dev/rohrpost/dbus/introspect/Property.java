package dev.rohrpost.dbus.introspect;

import dev.rohrpost.dbus.type.Type;
import java.util.Map;

/// A property of an interface.
///
/// @param name how it is called; may contain any characters, such as `power-saver-enabled`
/// @param type its type
/// @param access whether it can be read and set
/// @param emits what is said when it changes
/// @param annotations their values by their names, in the order of the document
/// @param documentation text; empty if there is none
public record Property(
    String name,
    Type type,
    Access access,
    Emits emits,
    Map<String, String> annotations,
    String documentation) {
  /// Keeps a copy of the annotations.
  public Property {
    annotations = Annotations.copy(annotations);
  }

  /// What a client may do with a property.
  public enum Access {
    /// Only get it.
    READ("read"),
    /// Only set it.
    WRITE("write"),
    /// Get and set it.
    READWRITE("readwrite");

    private final String text;

    Access(String text) {
      this.text = text;
    }

    /// {@return the word for it in documents, such as `readwrite`}
    public String text() {
      return text;
    }

    /// {@return whether it includes getting}
    public boolean canRead() {
      return this != WRITE;
    }

    /// {@return whether it includes setting}
    public boolean canWrite() {
      return this != READ;
    }
  }

  /// What the signal `PropertiesChanged` says about a property: the annotation
  /// `EmitsChangedSignal`, of the property or else of its interface.
  public enum Emits {
    /// Its new value. So it is if nothing is said.
    TRUE("true"),
    /// That it has changed, without the value.
    INVALIDATES("invalidates"),
    /// Nothing, as it never changes.
    CONST("const"),
    /// Nothing, although it may change.
    FALSE("false");

    private final String text;

    Emits(String text) {
      this.text = text;
    }

    /// {@return the word for it in documents, such as `invalidates`}
    public String text() {
      return text;
    }
  }

  /// {@return whether clients should use something else: the annotation `Deprecated`}
  public boolean isDeprecated() {
    return Annotations.isSet(annotations, Annotations.DEPRECATED);
  }
}
