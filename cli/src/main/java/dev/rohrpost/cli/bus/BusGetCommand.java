package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Reply;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `rohrpost bus get`.
public final class BusGetCommand implements Command {
  private record Property(String name, Value value) {}

  private static final String PROPERTIES = "org.freedesktop.DBus.Properties";

  @Override
  public CommandSpec spec() {
    var spec = Spec.of("rohrpost bus get", "Shows properties of a D-Bus object.");
    return Words.face(Words.path(Words.service(BusOptions.options(spec))))
        .words(
            "PROPERTY",
            "0..*",
            String.class,
            text -> text,
            "The properties, each shown as a line with type and value; without any, all"
                + " properties of the interface are shown with their names.")
        .examples(
            "dbus-run-session rohrpost bus get --session org.freedesktop.DBus"
                + " /org/freedesktop/DBus org.freedesktop.DBus Features",
            "dbus-run-session rohrpost bus get --session org.freedesktop.DBus"
                + " /org/freedesktop/DBus org.freedesktop.DBus --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = BusOptions.of(given);
    List<String> words = given.matchedPositionalValue(3, List.of());
    var wanted = words.stream().distinct().toList();
    var deadline = options.deadline();
    var replies = new ArrayList<Reply>(); // open until what is in them was printed
    try (var link = options.connect(deadline)) {
      var properties =
          wanted.isEmpty() ? all(link, given, replies) : some(link, given, wanted, replies);
      if (options.json()) {
        JsonLines.write(console.out(), json -> fields(json, wanted.size() == 1, properties));
      } else {
        print(wanted.isEmpty(), properties, console);
      }
      return Exit.DONE;
    } catch (DbusException e) {
      throw BusFailures.of(e);
    } catch (IllegalArgumentException e) {
      throw BusFailures.wrong(e);
    } finally {
      replies.forEach(Reply::close);
    }
  }

  private static Call call(ParseResult given, String method) {
    String service = given.matchedPositional(0).getValue();
    ObjectPath path = given.matchedPositional(1).getValue();
    return Call.to(service, path, PROPERTIES, method);
  }

  private static List<Property> some(
      Link link, ParseResult given, List<String> wanted, List<Reply> replies)
      throws Failure, DbusException, InterruptedException {
    String face = given.matchedPositional(2).getValue();
    var properties = new ArrayList<Property>();
    for (var name : wanted) {
      var reply = link.call(call(given, "Get").with("ss", face, name), "v");
      replies.add(reply);
      properties.add(new Property(name, (Value) reply.body(0)));
    }
    return properties;
  }

  private static List<Property> all(Link link, ParseResult given, List<Reply> replies)
      throws Failure, DbusException, InterruptedException {
    String face = given.matchedPositional(2).getValue();
    var reply = link.call(call(given, "GetAll").with("s", face), "a{sv}");
    replies.add(reply);
    var properties = new ArrayList<Property>();
    ((Map<?, ?>) reply.body(0))
        .forEach((name, value) -> properties.add(new Property((String) name, (Value) value)));
    return properties;
  }

  private static void print(boolean named, List<Property> properties, Console console)
      throws Exception {
    var table = new Table();
    for (var it : properties) {
      if (named) {
        table.row(Escape.text(it.name()), ValueText.of(it.value()));
      } else {
        console.out().line(ValueText.of(it.value()));
      }
    }
    table.print(console.out(), false);
  }

  private static void fields(JsonGenerator json, boolean single, List<Property> properties)
      throws Exception {
    var out = new ValueJson(json);
    if (single) {
      out.one(properties.getFirst().value());
      return;
    }
    for (var it : properties) {
      json.writeObjectPropertyStart(it.name());
      out.one(it.value());
      json.writeEndObject();
    }
  }
}
