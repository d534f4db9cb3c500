package dev.rohrpost.dbus.introspect;

import java.util.List;
import java.util.Map;

/// An interface: methods, signals and properties under one name.
///
/// @param name such as `org.bluez.Device1`
/// @param methods in the order of the document
/// @param signals in the order of the document
/// @param properties in the order of the document
/// @param annotations their values by their names, in the order of the document
/// @param documentation text; empty if there is none
public record Interface(
    String name,
    List<Method> methods,
    List<Signal> signals,
    List<Property> properties,
    Map<String, String> annotations,
    String documentation) {
  /// Keeps copies.
  public Interface {
    methods = List.copyOf(methods);
    signals = List.copyOf(signals);
    properties = List.copyOf(properties);
    annotations = Annotations.copy(annotations);
  }

  /// {@return whether clients should use something else: the annotation `Deprecated`}
  public boolean isDeprecated() {
    return Annotations.isSet(annotations, Annotations.DEPRECATED);
  }
}
