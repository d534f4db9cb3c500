package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusDisconnectedException;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Peer;
import dev.rohrpost.dbus.type.ObjectPath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// An object that tells others which objects are below it: those that are exported through it.
///
/// ```java
/// try (var rooms = ObjectManager.of(bus, ObjectPath.of("/com/example/rooms"));
///     var name = bus.own("com.example.Rooms")) {
///   var kitchen = rooms.export(ObjectPath.of("/com/example/rooms/kitchen"), Room.exported(room));
///   …
///   kitchen.close();                            // and everybody is told
/// }
/// ```
///
/// When an object is exported or closed, the signal `InterfacesAdded` or `InterfacesRemoved` of
/// `org.freedesktop.DBus.ObjectManager` is sent. `GetManagedObjects` answers in order with them, so
/// who listens first and asks then has missed nothing. Others follow it with [RemoteObjects].
public final class ObjectManager implements AutoCloseable {
  private final ExportedObject.Server server;
  private final Function<ObjectPath, SignalEmitter> emitters;
  private final ManagedObjects managed;
  private final ExportedObject self;

  /// Those that were exported and not closed by the manager; guarded by itself.
  private final List<ExportedObject> objects = new ArrayList<>();

  private ObjectManager(
      ExportedObject.Server server,
      Function<ObjectPath, SignalEmitter> emitters,
      ObjectPath path,
      List<ExportedInterface> own)
      throws DbusDisconnectedException {
    this.server = server;
    this.emitters = emitters;
    var emitter = emitters.apply(path);
    this.managed = new ManagedObjects(emitter);
    this.self = new ExportedObject(server, path, emitter, own, managed, null);
  }

  /// Exports a manager to all on a bus, from now on.
  ///
  /// @param bus which carries the calls
  /// @param path of the manager
  /// @param own what it has itself beside, made by generated code
  /// @return the manager; the caller closes it, or the connection
  /// @throws DbusDisconnectedException if the connection was lost
  /// @throws IllegalArgumentException as [ExportedObject#of(Bus, ObjectPath, ExportedInterface...)]
  /// @throws IllegalStateException if there is an object at this path already
  public static ObjectManager of(Bus bus, ObjectPath path, ExportedInterface... own)
      throws DbusDisconnectedException {
    return new ObjectManager(bus::serve, at -> SignalEmitter.of(bus, at), path, List.of(own));
  }

  /// Exports a manager to a peer, from now on.
  ///
  /// @param peer who may call it
  /// @param path of the manager
  /// @param own what it has itself beside, made by generated code
  /// @return the manager; the caller closes it, or the connection
  /// @throws DbusDisconnectedException if the connection was lost
  /// @throws IllegalArgumentException as [ExportedObject#of(Peer, ObjectPath,
  ///   ExportedInterface...)]
  /// @throws IllegalStateException if there is an object at this path already
  public static ObjectManager of(Peer peer, ObjectPath path, ExportedInterface... own)
      throws DbusDisconnectedException {
    return new ObjectManager(peer::serve, at -> SignalEmitter.of(peer, at), path, List.of(own));
  }

  /// {@return where it is}
  public ObjectPath path() {
    return self.path();
  }

  /// Exports an object below the manager, and tells it. It can be called before it is told.
  ///
  /// @param path of the object
  /// @param interfaces what it has, made by generated code
  /// @return the exported object; the caller closes it, which is told, or the manager
  /// @throws DbusException if it cannot be told; then it is not exported
  /// @throws IllegalArgumentException if the path is not below that of the manager; otherwise as
  ///   [ExportedObject#of(Bus, ObjectPath, ExportedInterface...)]
  /// @throws IllegalStateException if there is an object at this path already
  /// @throws InterruptedException if the thread is or gets interrupted; then it is not exported
  public ExportedObject export(ObjectPath path, ExportedInterface... interfaces)
      throws DbusException, InterruptedException {
    if (path.equals(path()) || !path().contains(path)) {
      throw new IllegalArgumentException(path + " is not below " + path());
    }
    var object =
        new ExportedObject(server, path, emitters.apply(path), List.of(interfaces), null, managed);
    var isTold = false;
    try {
      managed.add(path, object.properties());
      isTold = true;
      synchronized (objects) {
        objects.add(object);
      }
      return object;
    } finally {
      if (!isTold) {
        object.close();
      }
    }
  }

  /// Takes all objects and the manager away. Closing again does nothing.
  @Override
  public void close() {
    List<ExportedObject> all;
    synchronized (objects) {
      all = List.copyOf(objects);
      objects.clear();
    }
    all.forEach(ExportedObject::close);
    self.close();
  }

  @Override
  public String toString() {
    return "manager " + path();
  }
}
