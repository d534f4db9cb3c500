package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.WireException;

/// Reads the arguments of a message whose signature was checked.
///
/// @param <T> what they become
@FunctionalInterface
public interface BodyReader<T> {
  /// Reads all arguments, in the order of the signature. That nothing is left is checked
  /// afterwards.
  ///
  /// @param in where they are
  /// @return what they say
  /// @throws WireException if the bytes break a rule
  T read(Decoder in) throws WireException;
}
