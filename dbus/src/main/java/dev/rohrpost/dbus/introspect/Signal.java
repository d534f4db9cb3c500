package dev.rohrpost.dbus.introspect;

import java.util.List;
import java.util.Map;

/// A signal of an interface.
///
/// @param name how it is called
/// @param arguments what it tells
/// @param annotations their values by their names, in the order of the document
/// @param documentation text; empty if there is none
public record Signal(
    String name, List<Argument> arguments, Map<String, String> annotations, String documentation) {
  /// Keeps copies.
  public Signal {
    arguments = List.copyOf(arguments);
    annotations = Annotations.copy(annotations);
  }

  /// {@return whether listeners should use something else: the annotation `Deprecated`}
  public boolean isDeprecated() {
    return Annotations.isSet(annotations, Annotations.DEPRECATED);
  }
}
