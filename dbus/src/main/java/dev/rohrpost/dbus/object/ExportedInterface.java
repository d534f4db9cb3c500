package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.WireException;
import java.util.List;

/// An implementation of one interface, as peers see it. Generated code makes these of objects.
public interface ExportedInterface {
  /// {@return the name of the interface}
  String name();

  /// {@return its element of an introspection document, from `<interface` on}
  String introspection();

  /// {@return its properties}
  List<PropertyType> properties();

  /// Calls a method and answers.
  ///
  /// @param call what to do
  /// @return whether there is such a method; if not, nothing was done
  /// @throws DbusException the error that the caller gets
  /// @throws InterruptedException if the thread is interrupted
  /// @throws WireException if the arguments break a rule
  boolean call(ObjectCall call) throws DbusException, InterruptedException, WireException;

  /// Writes the value of a property, without its type. Descriptors in it are given away: they are
  /// closed when the message with the value has been made.
  ///
  /// @param property one of [#properties()] that can be read
  /// @param out where it goes
  /// @throws DbusException the error that the caller gets
  /// @throws InterruptedException if the thread is interrupted
  void get(String property, Encoder out) throws DbusException, InterruptedException;

  /// Sets a property.
  ///
  /// @param property one of [#properties()] that can be set
  /// @param in the value, of the type of the property, without that
  /// @throws DbusException the error that the caller gets
  /// @throws InterruptedException if the thread is interrupted
  /// @throws WireException if the bytes break a rule
  void set(String property, Decoder in) throws DbusException, InterruptedException, WireException;

  /// {@return an exception for a property that is not there, or not for this}
  ///
  /// @param property its name
  static IllegalArgumentException unknown(String property) {
    return new IllegalArgumentException("no property \"" + property + "\"");
  }
}
