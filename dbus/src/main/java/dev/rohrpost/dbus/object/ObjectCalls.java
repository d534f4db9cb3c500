package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.IncomingCall;
import dev.rohrpost.dbus.introspect.Introspection;
import dev.rohrpost.dbus.introspect.IntrospectionException;
import dev.rohrpost.dbus.introspect.Node;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives the calls of an object to its interfaces, and to those that every object has.
///
/// @param interfaces of the object
/// @param properties of these
/// @param managed the objects below this one, if it tells of them
record ObjectCalls(
    List<ExportedInterface> interfaces,
    ObjectProperties properties,
    @Nullable ManagedObjects managed)
    implements IncomingCall.Handler {
  static final String INTROSPECTABLE = "org.freedesktop.DBus.Introspectable";
  static final String PEER = "org.freedesktop.DBus.Peer";

  private static final String STANDARD =
      """
      <interface name="org.freedesktop.DBus.Introspectable">
        <method name="Introspect"><arg name="xml_data" type="s" direction="out"/></method>
      </interface>
      <interface name="org.freedesktop.DBus.Peer">
        <method name="Ping"/>
        <method name="GetMachineId"><arg name="machine_uuid" type="s" direction="out"/></method>
      </interface>
      <interface name="org.freedesktop.DBus.Properties">
        <method name="Get">
          <arg name="interface_name" type="s"/><arg name="property_name" type="s"/>
          <arg name="value" type="v" direction="out"/>
        </method>
        <method name="Set">
          <arg name="interface_name" type="s"/><arg name="property_name" type="s"/>
          <arg name="value" type="v"/>
        </method>
        <method name="GetAll">
          <arg name="interface_name" type="s"/>
          <arg name="properties" type="a{sv}" direction="out"/>
        </method>
        <signal name="PropertiesChanged">
          <arg name="interface_name" type="s"/>
          <arg name="changed_properties" type="a{sv}"/>
          <arg name="invalidated_properties" type="as"/>
        </signal>
      </interface>
      """;

  /// A call, as generated code takes it.
  private record Passed(IncomingCall call) implements ObjectCall {
    @Override
    public String member() {
      return call.member();
    }

    @Override
    public Signature signature() {
      return call.signature();
    }

    @Override
    public Decoder arguments(String expected) throws DbusException {
      return call.arguments(expected);
    }

    @Override
    public void reply(String types, BodyWriter results) throws DbusException, InterruptedException {
      GivenAway.reply(call, types, results::write);
    }
  }

  @Override
  public void handle(IncomingCall call) throws DbusException, InterruptedException, WireException {
    var name = call.interfaceName().orElse("");
    var isDone =
        switch (name) {
          case INTROSPECTABLE -> introspect(call);
          case ObjectProperties.NAME -> properties.call(call);
          case ManagedObjects.NAME -> managed == null ? own(name, call) : managed.call(call);
          default -> own(name, call) || (name.isEmpty() && standard(call));
        };
    if (!isDone) {
      var of = name.isEmpty() ? call.path().text() : name;
      throw new DbusException(
          ObjectProperties.UNKNOWN_METHOD,
          of + " has no method " + call.member() + " with \"" + call.signature() + "\"");
    }
  }

  /// Without a name of an interface, the first one that has the method is called.
  private boolean own(String name, IncomingCall call)
      throws DbusException, InterruptedException, WireException {
    var passed = new Passed(call);
    for (var face : interfaces) {
      if (name.isEmpty() || name.equals(face.name())) {
        if (face.call(passed)) {
          return true;
        }
        if (!name.isEmpty()) {
          return false;
        }
      }
    }
    if (name.isEmpty()) {
      return false;
    }
    throw new DbusException(
        ObjectProperties.UNKNOWN_INTERFACE, call.path() + " has no interface " + name);
  }

  private boolean standard(IncomingCall call)
      throws DbusException, InterruptedException, WireException {
    return introspect(call) || properties.call(call) || (managed != null && managed.call(call));
  }

  private boolean introspect(IncomingCall call)
      throws DbusException, InterruptedException, WireException {
    if (!call.member().equals("Introspect")) {
      return false;
    }
    call.arguments("").end();
    var document = document(call.nodesBelow());
    call.reply("s", out -> out.text(document));
    return true;
  }

  private String document(List<String> below) {
    var text = new StringBuilder("<node>").append(STANDARD);
    if (managed != null) {
      text.append(ManagedObjects.INTROSPECTION);
    }
    interfaces.forEach(face -> text.append(face.introspection()));
    var bytes = text.append("</node>").toString().getBytes(StandardCharsets.UTF_8);
    try {
      var faces = Introspection.read("object", bytes).interfaces();
      var nodes = new ArrayList<Node>();
      below.forEach(name -> nodes.add(new Node(name, List.of(), List.of())));
      return Introspection.write(new Node("", faces, nodes));
    } catch (IntrospectionException e) {
      throw new IllegalStateException("an interface says of itself what is no document", e);
    }
  }
}
