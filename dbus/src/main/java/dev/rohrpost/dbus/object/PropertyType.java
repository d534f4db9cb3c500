package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.introspect.Property.Access;
import dev.rohrpost.dbus.introspect.Property.Emits;
import dev.rohrpost.dbus.type.Type;

/// What is known of a property without asking for its value.
///
/// @param name how it is called
/// @param type the type of its value
/// @param access whether it can be read and set
/// @param emits what is said when it changes
public record PropertyType(String name, Type type, Access access, Emits emits) {
  /// Describes a property.
  ///
  /// @param name how it is called
  /// @param type the type of its value, such as `as`
  /// @param access whether it can be read and set
  /// @param emits what is said when it changes
  /// @throws IllegalArgumentException if that is not one valid type
  public PropertyType(String name, String type, Access access, Emits emits) {
    this(name, Type.of(type), access, emits);
  }
}
