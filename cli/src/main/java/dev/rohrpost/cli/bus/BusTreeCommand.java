package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.introspect.Node;
import dev.rohrpost.dbus.type.ObjectPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost bus tree`.
public final class BusTreeCommand implements Command {
  /// A service may say that it has as many objects as it likes.
  private static final int MOST = 100_000;

  @Override
  public CommandSpec spec() {
    var spec = Spec.of("rohrpost bus tree", "Shows the objects of a D-Bus service.");
    return Words.service(BusOptions.options(spec))
        .optionalWord(
            "PATH",
            ObjectPath.class,
            ObjectPath::of,
            "Show this object and those below it (default: /).")
        .examples(
            "dbus-run-session rohrpost bus tree --session org.freedesktop.DBus",
            "dbus-run-session rohrpost bus tree --session org.freedesktop.DBus --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = BusOptions.of(given);
    String service = given.matchedPositional(0).getValue();
    var top = given.matchedPositionalValue(1, ObjectPath.ROOT);
    var deadline = options.deadline();
    try (var link = options.connect(deadline)) {
      var paths = paths(link, service, top);
      if (options.json()) {
        JsonLines.write(
            console.out(),
            json -> {
              json.writeStringProperty("service", service);
              json.writeArrayPropertyStart("paths");
              paths.forEach(path -> json.writeString(path.text()));
              json.writeEndArray();
            });
      } else {
        print(paths, console);
      }
      return Exit.DONE;
    } catch (DbusException e) {
      throw BusFailures.of(e);
    }
  }

  /// {@return the path and all below it, in their order}
  private static List<ObjectPath> paths(Link link, String service, ObjectPath top)
      throws Failure, DbusException, InterruptedException {
    var found = new TreeSet<>(List.of(top));
    var toAsk = new ArrayDeque<>(List.of(top));
    while (!toAsk.isEmpty()) {
      var path = toAsk.remove();
      for (var below : below(path, Description.of(link, service, path).node(), service)) {
        if (found.add(below)) {
          toAsk.add(below);
        }
        if (found.size() > MOST) {
          throw Failure.of(Exit.FAILED, service + " has more than " + MOST + " objects");
        }
      }
    }
    return List.copyOf(found);
  }

  private static List<ObjectPath> below(ObjectPath path, Node node, String service) throws Failure {
    var paths = new ArrayList<ObjectPath>();
    for (var each : node.nodes()) {
      var parent = path.equals(ObjectPath.ROOT) ? "" : path.text();
      try {
        paths.add(ObjectPath.of(parent + "/" + each.name()));
      } catch (IllegalArgumentException e) {
        throw Failure.of(
            Exit.FAILED,
            service + " " + path + " has a node of the name '" + Escape.text(each.name()) + "'",
            e);
      }
    }
    return paths;
  }

  private static void print(List<ObjectPath> paths, Console console) throws IOException {
    for (var path : paths) {
      console.out().line(path.text());
    }
  }
}
