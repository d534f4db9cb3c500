package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.wire.Encoder;

/// Writes the arguments of a message. May be asked to do it again.
@FunctionalInterface
public interface BodyWriter {
  /// Writes nothing: for messages without arguments.
  BodyWriter NOTHING = _ -> {};

  /// Writes the arguments, in the order of the signature.
  ///
  /// @param out where they go
  /// @throws IllegalArgumentException if a value may not be sent
  void write(Encoder out);
}
