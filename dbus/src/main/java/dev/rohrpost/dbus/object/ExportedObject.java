package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusDisconnectedException;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.IncomingCall;
import dev.rohrpost.dbus.Peer;
import dev.rohrpost.dbus.type.ObjectPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An object that others can call.
///
/// ```java
/// var player = new Player(new MediaPlayer.Emitter(SignalEmitter.of(bus, path)));
/// try (var exported = ExportedObject.of(bus, path, MediaPlayer.exported(player));
///     var name = bus.own("com.example.Player")) {
///   …
/// }
/// ```
///
/// Export objects before asking for a name: calls may come before the name is known here.
///
/// Calls of one object begin in the order in which they came, one when the one before has ended,
/// each on a virtual thread. An implementation that waits for something on the same connection,
/// such as the reply to a call of its own, gives its turn away: the next call begins, and both go
/// on. Calls of different objects do not wait for each other. Reading and setting properties are
/// calls, too.
///
/// `org.freedesktop.DBus.Introspectable`, `.Peer` and `.Properties` come by themselves. When a
/// property was set, `PropertiesChanged` is sent before the reply, as the property's annotation
/// `EmitsChangedSignal` says.
///
/// Descriptors in what a method or the getter of a property returns are given away: they are closed
/// when the message with them has been made, whether it can be sent or not. An implementation that
/// goes on using one returns a duplicate. Those in arguments are closed when the call has been
/// answered.
///
/// A [DbusException] of the implementation is the error that the caller gets. After any other
/// exception it gets `org.freedesktop.DBus.Error.Failed` and nothing of its text; the exception
/// goes to the thread's handler of uncaught ones.
public final class ExportedObject implements AutoCloseable {
  private final ObjectPath path;
  private final ObjectProperties properties;
  private final IncomingCall.Registration registration;

  /// Who is told when it goes.
  private final @Nullable ManagedObjects manager;

  /// What objects are exported to.
  interface Server {
    IncomingCall.Registration serve(ObjectPath path, IncomingCall.Handler handler)
        throws DbusDisconnectedException;
  }

  /// @param managed the objects below it of which it tells
  /// @param manager which tells of this one
  ExportedObject(
      Server server,
      ObjectPath path,
      SignalEmitter emitter,
      List<ExportedInterface> interfaces,
      @Nullable ManagedObjects managed,
      @Nullable ManagedObjects manager)
      throws DbusDisconnectedException {
    this.path = path;
    this.properties = new ObjectProperties(interfaces, emitter);
    this.registration = server.serve(path, new ObjectCalls(interfaces, properties, managed));
    this.manager = manager;
  }

  private static ExportedObject of(
      Server server, ObjectPath path, SignalEmitter emitter, List<ExportedInterface> interfaces)
      throws DbusDisconnectedException {
    return new ExportedObject(server, path, emitter, interfaces, null, null);
  }

  /// Exports an object to all on a bus, from now on.
  ///
  /// @param bus which carries the calls
  /// @param path of the object
  /// @param interfaces what it has, made by generated code
  /// @return the exported object; the caller closes it, or the connection
  /// @throws DbusDisconnectedException if the connection was lost
  /// @throws IllegalArgumentException if two interfaces have the same name, or one the name of a
  ///   standard interface
  /// @throws IllegalStateException if there is an object at this path already
  public static ExportedObject of(Bus bus, ObjectPath path, ExportedInterface... interfaces)
      throws DbusDisconnectedException {
    return of(bus::serve, path, SignalEmitter.of(bus, path), List.of(interfaces));
  }

  /// Exports an object to a peer, from now on.
  ///
  /// @param peer who may call it
  /// @param path of the object
  /// @param interfaces what it has, made by generated code
  /// @return the exported object; the caller closes it, or the connection
  /// @throws DbusDisconnectedException if the connection was lost
  /// @throws IllegalArgumentException if two interfaces have the same name, or one the name of a
  ///   standard interface
  /// @throws IllegalStateException if there is an object at this path already
  public static ExportedObject of(Peer peer, ObjectPath path, ExportedInterface... interfaces)
      throws DbusDisconnectedException {
    return of(peer::serve, path, SignalEmitter.of(peer, path), List.of(interfaces));
  }

  /// {@return where it is}
  public ObjectPath path() {
    return path;
  }

  /// Tells that properties have changed by themselves, in one signal, each as its annotation
  /// `EmitsChangedSignal` says: with its new value, without, or not at all. The values are read
  /// now; one that cannot be read is told as changed without its value.
  ///
  /// @param interfaceName of the properties
  /// @param names of the properties
  /// @throws DbusException if the signal cannot be sent
  /// @throws InterruptedException if the thread is interrupted
  /// @throws IllegalArgumentException if there is no such interface or property
  public void changed(String interfaceName, String... names)
      throws DbusException, InterruptedException {
    properties.changed(interfaceName, List.of(names));
  }

  /// Takes the object away. Calls that have begun go on and are answered; those that wait get
  /// `org.freedesktop.DBus.Error.UnknownObject`. Closing again does nothing.
  @Override
  public void close() {
    registration.close();
    if (manager != null) {
      manager.remove(path);
    }
  }

  ObjectProperties properties() {
    return properties;
  }

  @Override
  public String toString() {
    return "exported " + path;
  }
}
