package dev.rohrpost.dbus.gen;

import dev.rohrpost.dbus.introspect.Introspection;
import dev.rohrpost.dbus.introspect.IntrospectionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Introspection documents in groups that can be generated together: services have different
/// interfaces of one name.
final class Documents {
  private final List<List<Path>> groups = new ArrayList<>();
  private final List<Map<String, List<String>>> shapes = new ArrayList<>();

  private Documents() {}

  static List<List<Path>> groups(List<Path> files) throws IOException, IntrospectionException {
    var documents = new Documents();
    for (var file : files) {
      documents.add(file);
    }
    return documents.groups;
  }

  private void add(Path file) throws IOException, IntrospectionException {
    var own = new HashMap<String, List<String>>();
    for (var each : Introspection.read("", Files.readAllBytes(file)).allInterfaces()) {
      own.put(each.name(), Shape.of(each));
    }
    var group = 0;
    while (group < groups.size() && !agree(own, shapes.get(group))) {
      group++;
    }
    if (group == groups.size()) {
      groups.add(new ArrayList<>());
      shapes.add(new HashMap<>());
    }
    groups.get(group).add(file);
    shapes.get(group).putAll(own);
  }

  private static boolean agree(Map<String, List<String>> some, Map<String, List<String>> others) {
    return some.entrySet().stream()
        .allMatch(
            each -> others.getOrDefault(each.getKey(), each.getValue()).equals(each.getValue()));
  }
}
