package dev.rohrpost.dbus.gen;

import dev.rohrpost.dbus.introspect.Interface;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What programs see of an interface: its members without names of arguments and texts, in any
/// order.
final class Shape {
  private Shape() {}

  static List<String> of(Interface source) {
    return members(source, true).stream().sorted().toList();
  }

  /// {@return members that cannot be told from others}
  static List<String> twice(Interface source) {
    var seen = new HashSet<String>();
    return members(source, false).stream().filter(each -> !seen.add(each)).toList();
  }

  private static List<String> members(Interface source, boolean isWhole) {
    var members = new ArrayList<String>();
    for (var each : source.methods()) {
      var results = isWhole ? " -> " + Face.signature(each.results()) : "";
      members.add(each.name() + "(" + Face.signature(each.arguments()) + ")" + results);
    }
    for (var each : source.signals()) {
      members.add("signal " + each.name() + "(" + Face.signature(each.arguments()) + ")");
    }
    for (var each : source.properties()) {
      var type = isWhole ? " " + each.type() + " " + each.access() + " " + each.emits() : "";
      members.add("property " + each.name() + type);
    }
    return members;
  }
}
