package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.IncomingCall;
import dev.rohrpost.dbus.introspect.Property.Emits;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.WireException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The interface for the properties of an object.
///
/// @see <a
///   href="https://dbus.freedesktop.org/doc/dbus-specification.html#standard-interfaces-properties">
///   D-Bus specification, org.freedesktop.DBus.Properties</a>
final class ObjectProperties {
  static final String NAME = "org.freedesktop.DBus.Properties";
  static final String CHANGED = "PropertiesChanged";
  static final String UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod";
  static final String UNKNOWN_INTERFACE = "org.freedesktop.DBus.Error.UnknownInterface";
  private static final String UNKNOWN_PROPERTY = "org.freedesktop.DBus.Error.UnknownProperty";
  private static final String READ_ONLY = "org.freedesktop.DBus.Error.PropertyReadOnly";
  private static final String INVALID = "org.freedesktop.DBus.Error.InvalidArgs";

  /// Interfaces of every object, which have no properties.
  private static final Set<String> STANDARD =
      Set.of(NAME, ObjectCalls.INTROSPECTABLE, ObjectCalls.PEER);

  private final Map<String, ExportedInterface> interfaces = new LinkedHashMap<>();
  private final SignalEmitter emitter;
  private final ReentrantLock telling = new ReentrantLock();

  ObjectProperties(List<ExportedInterface> all, SignalEmitter emitter) {
    for (var face : all) {
      if (STANDARD.contains(face.name()) || interfaces.put(face.name(), face) != null) {
        throw new IllegalArgumentException(face.name() + " is there already");
      }
    }
    this.emitter = emitter;
  }

  /// A property of an interface.
  private record Found(ExportedInterface face, PropertyType property) {}

  /// Carries out a call.
  ///
  /// @return whether there is such a method
  boolean call(IncomingCall call) throws DbusException, InterruptedException, WireException {
    switch (call.member()) {
      case "Get" -> get(call);
      case "GetAll" -> getAll(call);
      case "Set" -> set(call);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void get(IncomingCall call) throws DbusException, InterruptedException, WireException {
    var in = call.arguments("ss");
    var found = find(in.text(), in.text());
    in.end();
    var property = found.property();
    if (!property.access().canRead()) {
      throw new DbusException(INVALID, property.name() + " can only be set");
    }
    GivenAway.reply(
        call,
        "v",
        out -> {
          out.beginVariant(property.type());
          found.face().get(property.name(), out);
          out.endVariant();
        });
  }

  private void getAll(IncomingCall call) throws DbusException, InterruptedException, WireException {
    var in = call.arguments("s");
    var faces = faces(in.text());
    in.end();
    GivenAway.reply(
        call,
        "a{sv}",
        out -> {
          out.beginArray(8);
          for (var face : faces) {
            for (var property : face.properties()) {
              if (property.access().canRead()) {
                out.beginStruct();
                out.text(property.name());
                out.beginVariant(property.type());
                face.get(property.name(), out);
                out.endVariant();
                out.endStruct();
              }
            }
          }
          out.endArray();
        });
  }

  private void set(IncomingCall call) throws DbusException, InterruptedException, WireException {
    var in = call.arguments("ssv");
    var found = find(in.text(), in.text());
    var property = found.property();
    if (!property.access().canWrite()) {
      throw new DbusException(READ_ONLY, property.name() + " can only be read");
    }
    var type = in.beginVariant();
    if (!type.equals(property.type())) {
      throw new DbusException(
          INVALID,
          property.name() + ": \"" + type + "\" came, \"" + property.type() + "\" was expected");
    }
    found.face().set(property.name(), in);
    in.endVariant();
    in.end();
    tell(found.face(), List.of(property));
    call.reply("", _ -> {});
  }

  /// An empty name means any interface, which the specification allows.
  private List<ExportedInterface> faces(String interfaceName) throws DbusException {
    if (interfaceName.isEmpty()) {
      return List.copyOf(interfaces.values());
    }
    var face = interfaces.get(interfaceName);
    if (face == null && !STANDARD.contains(interfaceName)) {
      throw new DbusException(UNKNOWN_INTERFACE, "no interface \"" + interfaceName + "\"");
    }
    return face == null ? List.of() : List.of(face);
  }

  private Found find(String interfaceName, String name) throws DbusException {
    for (var face : faces(interfaceName)) {
      var property = property(face, name);
      if (property.isPresent()) {
        return new Found(face, property.get());
      }
    }
    throw new DbusException(
        UNKNOWN_PROPERTY, "no property \"" + name + "\" of \"" + interfaceName + "\"");
  }

  private static Optional<PropertyType> property(ExportedInterface face, String name) {
    return face.properties().stream().filter(each -> each.name().equals(name)).findAny();
  }

  /// Tells that properties have changed.
  void changed(String interfaceName, List<String> names)
      throws DbusException, InterruptedException {
    var face = interfaces.get(interfaceName);
    if (face == null) {
      throw new IllegalArgumentException("no interface \"" + interfaceName + "\"");
    }
    var properties = new ArrayList<PropertyType>();
    for (var name : names) {
      properties.add(property(face, name).orElseThrow(() -> ExportedInterface.unknown(name)));
    }
    tell(face, properties);
  }

  /// Values are read and sent by one thread at a time: else an old value might be told last.
  private void tell(ExportedInterface face, List<PropertyType> properties)
      throws DbusException, InterruptedException {
    telling.lockInterruptibly();
    try {
      tellNow(face, properties);
    } finally {
      telling.unlock();
    }
  }

  private void tellNow(ExportedInterface face, List<PropertyType> properties)
      throws DbusException, InterruptedException {
    try (var given = new GivenAway()) {
      tellNow(face, properties, given);
    }
  }

  private void tellNow(ExportedInterface face, List<PropertyType> properties, GivenAway given)
      throws DbusException, InterruptedException {
    var values = new LinkedHashMap<String, Value>();
    var invalidated = new ArrayList<String>();
    for (var property : properties) {
      if (property.emits() == Emits.INVALIDATES) {
        invalidated.add(property.name());
      } else if (property.emits() == Emits.TRUE && property.access().canRead()) {
        try {
          values.put(property.name(), value(face, property, given));
        } catch (DbusException e) {
          invalidated.add(property.name()); // it has changed, whatever it is now
        }
      }
    }
    if (values.isEmpty() && invalidated.isEmpty()) {
      return;
    }
    emitter.emit(
        NAME,
        CHANGED,
        "sa{sv}as",
        out -> {
          out.text(face.name());
          write(out, values);
          out.beginArray(4);
          invalidated.forEach(out::text);
          out.endArray();
        });
  }

  private static Value value(ExportedInterface face, PropertyType property, GivenAway given)
      throws DbusException, InterruptedException {
    var message = new WrittenMessage(property.type().signature());
    try {
      face.get(property.name(), message.encoder());
    } finally {
      given.add(message.encoder());
    }
    return message.value(property.type());
  }

  static void write(Encoder out, Map<String, Value> values) {
    out.beginArray(8);
    values.forEach((name, value) -> {
      out.beginStruct();
      out.text(name);
      out.variant(value);
      out.endStruct();
    });
    out.endArray();
  }

  /// {@return the names of the interfaces}
  Set<String> interfaces() {
    return interfaces.keySet();
  }

  /// Reads the values of all interfaces; those that cannot be read are missing.
  ///
  /// @param given takes the descriptors in them
  Map<String, Map<String, Value>> values(GivenAway given) throws InterruptedException {
    var all = new LinkedHashMap<String, Map<String, Value>>();
    for (var face : interfaces.values()) {
      var values = new LinkedHashMap<String, Value>();
      for (var property : face.properties()) {
        if (property.access().canRead()) {
          try {
            values.put(property.name(), value(face, property, given));
          } catch (DbusException e) {
            // The others are worth to be told.
          }
        }
      }
      all.put(face.name(), values);
    }
    return all;
  }
}
