package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.IncomingCall;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.WireException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// The objects of an [ObjectManager], and what is told of them.
///
/// @see <a
///   href="https://dbus.freedesktop.org/doc/dbus-specification.html#standard-interfaces-objectmanager">
///   D-Bus specification, org.freedesktop.DBus.ObjectManager</a>
final class ManagedObjects {
  static final String NAME = "org.freedesktop.DBus.ObjectManager";

  static final String INTROSPECTION =
      """
      <interface name="org.freedesktop.DBus.ObjectManager">
        <method name="GetManagedObjects">
          <arg name="objects" type="a{oa{sa{sv}}}" direction="out"/>
        </method>
        <signal name="InterfacesAdded">
          <arg name="object" type="o"/><arg name="interfaces" type="a{sa{sv}}"/>
        </signal>
        <signal name="InterfacesRemoved">
          <arg name="object" type="o"/><arg name="interfaces" type="as"/>
        </signal>
      </interface>
      """;

  private static final int MOST_ATTEMPTS = 100;

  private final SignalEmitter emitter;

  /// Held while something is told or answered: answers and signals leave in the order in which they
  /// are true.
  private final ReentrantLock telling = new ReentrantLock();

  private final Map<ObjectPath, ObjectProperties> objects = new TreeMap<>();
  private long version;

  ManagedObjects(SignalEmitter emitter) {
    this.emitter = emitter;
  }

  /// Adds an object, and tells it.
  void add(ObjectPath path, ObjectProperties properties)
      throws DbusException, InterruptedException {
    telling.lockInterruptibly();
    try {
      objects.put(path, properties);
      version++;
      try (var given = new GivenAway()) {
        var values = properties.values(given);
        emitter.emit(
            NAME,
            "InterfacesAdded",
            "oa{sa{sv}}",
            out -> {
              out.path(path);
              write(out, values);
            });
      }
    } finally {
      telling.unlock();
    }
  }

  /// Takes an object out, and tells it, if anybody can be told.
  void remove(ObjectPath path) {
    var interrupted = Thread.interrupted();
    telling.lock();
    try {
      var properties = objects.remove(path);
      version++;
      if (properties != null) {
        emitter.emit(
            NAME,
            "InterfacesRemoved",
            "oas",
            out -> {
              out.path(path);
              out.beginArray(4);
              properties.interfaces().forEach(out::text);
              out.endArray();
            });
      }
    } catch (DbusException e) {
      // Nobody is there.
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      telling.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Carries out a call.
  ///
  /// @return whether there is such a method
  boolean call(IncomingCall call) throws DbusException, InterruptedException, WireException {
    if (!call.member().equals("GetManagedObjects")) {
      return false;
    }
    call.arguments("").end();
    for (var attempt = 1; !answer(call, attempt == MOST_ATTEMPTS); attempt++) {
      // objects come and go
    }
    return true;
  }

  /// Reading properties may take its time, and call others who call back: nothing is held
  /// meanwhile.
  private boolean answer(IncomingCall call, boolean isLast)
      throws DbusException, InterruptedException {
    Map<ObjectPath, ObjectProperties> all;
    long seen;
    telling.lockInterruptibly();
    try {
      all = new TreeMap<>(objects);
      seen = version;
    } finally {
      telling.unlock();
    }
    try (var given = new GivenAway()) {
      var values = new TreeMap<ObjectPath, Map<String, Map<String, Value>>>();
      for (var each : all.entrySet()) {
        values.put(each.getKey(), each.getValue().values(given));
      }
      return answer(call, values, seen, isLast);
    }
  }

  private boolean answer(
      IncomingCall call,
      Map<ObjectPath, Map<String, Map<String, Value>>> values,
      long seen,
      boolean isLast)
      throws DbusException, InterruptedException {
    telling.lockInterruptibly();
    try {
      if (seen != version && !isLast) {
        return false;
      }
      call.replyNow(
          "a{oa{sa{sv}}}",
          out -> {
            out.beginArray(8);
            values.forEach((path, interfaces) -> {
              out.beginStruct();
              out.path(path);
              write(out, interfaces);
              out.endStruct();
            });
            out.endArray();
          });
      return true;
    } finally {
      telling.unlock();
    }
  }

  private static void write(Encoder out, Map<String, Map<String, Value>> interfaces) {
    out.beginArray(8);
    interfaces.forEach((name, values) -> {
      out.beginStruct();
      out.text(name);
      ObjectProperties.write(out, values);
      out.endStruct();
    });
    out.endArray();
  }
}
