package dev.rohrpost.dbus.introspect;

import java.util.List;
import java.util.Map;

/// A method of an interface.
///
/// @param name how it is called; other methods may have the same name and other arguments
/// @param arguments what goes in
/// @param results what comes out; may be several
/// @param annotations their values by their names, in the order of the document
/// @param documentation text; empty if there is none
public record Method(
    String name,
    List<Argument> arguments,
    List<Argument> results,
    Map<String, String> annotations,
    String documentation) {
  /// Keeps copies.
  public Method {
    arguments = List.copyOf(arguments);
    results = List.copyOf(results);
    annotations = Annotations.copy(annotations);
  }

  /// {@return whether callers should use something else: the annotation `Deprecated`}
  public boolean isDeprecated() {
    return Annotations.isSet(annotations, Annotations.DEPRECATED);
  }

  /// {@return whether a caller should not wait for a reply: the annotation `Method.NoReply`}
  public boolean isWithoutReply() {
    return Annotations.isSet(annotations, Annotations.NO_REPLY);
  }
}
