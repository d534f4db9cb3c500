package dev.rohrpost.dbus.introspect;

import dev.rohrpost.dbus.type.Type;
import java.util.Map;

/// An argument of a method or a signal, or a result of a method.
///
/// @param name how it is called; empty if it has no name, and not always different from the names
///   of others
/// @param type its type
/// @param annotations their values by their names, in the order of the document
/// @param documentation text; empty if there is none
public record Argument(
    String name, Type type, Map<String, String> annotations, String documentation) {
  /// Keeps a copy of the annotations.
  public Argument {
    annotations = Annotations.copy(annotations);
  }

  /// Makes an argument without annotations and documentation.
  ///
  /// @param name how it is called
  /// @param type its type, such as `a{sv}`
  /// @return the argument
  /// @throws IllegalArgumentException if that is not one valid type
  public static Argument of(String name, String type) {
    return new Argument(name, Type.of(type), Map.of(), "");
  }
}
