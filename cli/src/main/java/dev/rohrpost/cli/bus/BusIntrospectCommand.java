package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusDisconnectedException;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.DbusTimeoutException;
import dev.rohrpost.dbus.Reply;
import dev.rohrpost.dbus.introspect.Interface;
import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost bus introspect`.
public final class BusIntrospectCommand implements Command {
  private static final String XML = "--xml";

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
                "rohrpost bus introspect",
                "Shows the methods, properties and signals of a D-Bus object, and the values"
                    + " of its properties.")
            .flag(XML, "Print the object's introspection document unchanged.");
    return Words.path(Words.service(BusOptions.options(spec)))
        .optionalWord("INTERFACE", String.class, Names::checkInterface, "Show only this interface.")
        .examples(
            "dbus-run-session rohrpost bus introspect --session org.freedesktop.DBus"
                + " /org/freedesktop/DBus org.freedesktop.DBus",
            "dbus-run-session rohrpost bus introspect --session org.freedesktop.DBus"
                + " /org/freedesktop/DBus --json",
            "dbus-run-session rohrpost bus introspect --session org.freedesktop.DBus"
                + " /org/freedesktop/DBus --xml")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = BusOptions.of(given);
    if (given.hasMatchedOption(XML) && options.json()) {
      throw Failure.usage("--xml and --json exclude each other");
    }
    String service = given.matchedPositional(0).getValue();
    ObjectPath path = given.matchedPositional(1).getValue();
    var only = given.matchedPositionalValue(2, "");
    if (given.hasMatchedOption(XML) && !only.isEmpty()) {
      throw Failure.usage("--xml shows all interfaces; leave out INTERFACE");
    }
    var deadline = options.deadline();
    var replies = new ArrayList<Reply>(); // open until what is in them was printed
    try (var link = options.connect(deadline)) {
      var description = Description.of(link, service, path);
      if (given.hasMatchedOption(XML)) {
        console.out().text(description.xml());
        return Exit.DONE;
      }
      var faces =
          only.isEmpty() ? description.node().interfaces() : List.of(description.face(only));
      var values = new HashMap<String, Map<?, ?>>();
      for (var face : faces) {
        values.put(face.name(), values(link, service, path, face, replies));
      }
      var shown = new Shown(service, path, faces, description.node().nodes(), values);
      if (options.json()) {
        JsonLines.write(console.out(), shown::fields);
      } else {
        shown.table().print(console.out(), console.colours());
      }
      return Exit.DONE;
    } catch (DbusException e) {
      throw BusFailures.of(e);
    } finally {
      replies.forEach(Reply::close);
    }
  }

  /// {@return the values of an interface's properties; without those that the object does not tell}
  private static Map<?, ?> values(
      Link link, String service, ObjectPath path, Interface face, List<Reply> replies)
      throws Failure, DbusException, InterruptedException {
    if (face.properties().stream().noneMatch(each -> each.access().canRead())) {
      return Map.of();
    }
    try {
      var call = Call.to(service, path, "org.freedesktop.DBus.Properties", "GetAll");
      var reply = link.call(call.with("s", face.name()), "a{sv}");
      replies.add(reply);
      return (Map<?, ?>) reply.body(0);
    } catch (DbusTimeoutException | DbusDisconnectedException e) {
      throw e;
    } catch (DbusException _) {
      return Map.of(); // it may be forbidden to see them, and what else there is, is shown
    }
  }
}
