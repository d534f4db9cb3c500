package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Decoder;

/// A call of a method that is to be answered.
///
/// Descriptors in the arguments are closed when the call has been answered: an implementation that
/// needs one for longer keeps a duplicate. Those in results are given away.
public interface ObjectCall {
  /// {@return the method}
  String member();

  /// {@return the types of the arguments that came}
  Signature signature();

  /// Begins to read the arguments.
  ///
  /// @param expected the types that the method has
  /// @return the arguments
  /// @throws DbusException `org.freedesktop.DBus.Error.InvalidArgs` if others came
  Decoder arguments(String expected) throws DbusException;

  /// Answers. If the caller wants no reply, nothing is sent. Descriptors in the results are closed
  /// in any case.
  ///
  /// @param types of the results
  /// @param results writes them
  /// @throws DbusException if the results cannot be sent over this connection, which the caller
  ///   gets as the error
  /// @throws InterruptedException if the thread is interrupted
  /// @throws IllegalArgumentException if a value may not be sent: the caller gets an error
  void reply(String types, BodyWriter results) throws DbusException, InterruptedException;
}
