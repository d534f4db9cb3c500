package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.introspect.Argument;
import dev.rohrpost.dbus.introspect.Interface;
import dev.rohrpost.dbus.introspect.Introspection;
import dev.rohrpost.dbus.introspect.IntrospectionException;
import dev.rohrpost.dbus.introspect.Node;
import dev.rohrpost.dbus.type.ObjectPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// What an object says that it has.
///
/// @param path the object
/// @param xml as it was answered
/// @param node what was read
record Description(ObjectPath path, String xml, Node node) {
  /// Asks an object.
  ///
  /// @throws Failure if the answer is malformed
  /// @throws DbusException the error that was answered
  static Description of(Link link, String service, ObjectPath path)
      throws Failure, DbusException, InterruptedException {
    var call = Call.to(service, path, "org.freedesktop.DBus.Introspectable", "Introspect");
    try (var reply = link.call(call, "s")) {
      var xml = (String) reply.body(0);
      var node = Introspection.read(path.text(), xml.getBytes(StandardCharsets.UTF_8));
      return new Description(path, xml, node);
    } catch (IntrospectionException e) {
      var first = e.faults().getFirst().toString();
      throw Failure.of(Exit.FAILED, call + ": " + Escape.text(first), e);
    }
  }

  /// {@return an interface}
  ///
  /// @throws Failure if the object does not have it
  Interface face(String name) throws Failure {
    return node.interfaces().stream()
        .filter(face -> face.name().equals(name))
        .findFirst()
        .orElseThrow(() -> none("interface " + name));
  }

  /// {@return the signature of the arguments of a method}
  ///
  /// @param words how many there are for the arguments: this decides between methods of one name
  ///   that have a different number of arguments
  /// @throws Failure if there is no such method, or more than one
  String method(String face, String name, int words) throws Failure {
    var all = face(face).methods().stream().filter(each -> each.name().equals(name)).toList();
    if (all.isEmpty()) {
      throw none("method " + face + "." + name);
    }
    var fitting =
        all.size() == 1
            ? all
            : all.stream().filter(each -> each.arguments().size() == words).toList();
    if (fitting.size() != 1) {
      var signatures =
          all.stream()
              .map(each -> "'" + signature(each.arguments()) + "'")
              .collect(Collectors.joining(", "));
      throw Failure.usage(face + "." + name + " is several methods; choose from " + signatures);
    }
    return signature(fitting.getFirst().arguments());
  }

  /// {@return the type of a property}
  ///
  /// @throws Failure if there is no such property
  String property(String face, String name) throws Failure {
    return face(face).properties().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .map(each -> each.type().toString())
        .orElseThrow(() -> none("property " + face + "." + name));
  }

  private Failure none(String what) {
    return Failure.of(Exit.FAILED, path + " has no " + Escape.text(what));
  }

  /// {@return the types of arguments, one after the other}
  static String signature(List<Argument> arguments) {
    return arguments.stream().map(each -> each.type().toString()).collect(Collectors.joining());
  }
}
