package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.dbus.DbusException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `rohrpost bus list`.
public final class BusListCommand implements Command {
  private static final String UNIQUE = "--unique";
  private static final String ACQUIRED = "--acquired";
  private static final String ACTIVATABLE = "--activatable";

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
                "rohrpost bus list",
                "Lists the names on a bus, their owners and processes. --unique, --acquired"
                    + " and --activatable choose kinds of names and can be combined (default: all).")
            .flag(UNIQUE, "Show the unique names of connections, such as :1.7.")
            .flag(ACQUIRED, "Show the well-known names that connections have acquired.")
            .flag(ACTIVATABLE, "Show the names for which the bus can start a service.");
    return BusOptions.busOptions(spec)
        .examples(
            "dbus-run-session rohrpost bus list --session",
            "dbus-run-session rohrpost bus list --session --acquired --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = BusOptions.of(given);
    var deadline = options.deadline();
    try (var bus = options.connectToBus(deadline)) {
      var names =
          new NameList(bus, deadline)
              .names().stream().filter(name -> isWanted(name, given)).toList();
      if (options.json()) {
        JsonLines.write(console.out(), json -> fields(json, names));
      } else {
        print(names, console);
      }
      return Exit.DONE;
    } catch (DbusException e) {
      throw BusFailures.of(e);
    }
  }

  private static boolean isWanted(NameList.Name name, ParseResult given) {
    var unique = given.hasMatchedOption(UNIQUE);
    var acquired = given.hasMatchedOption(ACQUIRED);
    var activatable = given.hasMatchedOption(ACTIVATABLE);
    return (!unique && !acquired && !activatable)
        || (unique && name.isUnique())
        || (acquired && !name.isUnique() && name.owner() != null)
        || (activatable && name.activatable());
  }

  private static void print(List<NameList.Name> names, Console console) throws IOException {
    var table = new Table("NAME", "OWNER", "PID", "PROCESS", "UID", "ACTIVATABLE");
    for (var it : names) {
      table.row(
          it.name(),
          cell(it.owner()),
          cell(it.pid()),
          Escape.text(cell(it.process())),
          cell(it.uid()),
          it.activatable() ? "yes" : "no");
    }
    table.print(console.out(), console.colours());
  }

  private static String cell(@Nullable Object value) {
    return Objects.toString(value, "-");
  }

  private static void fields(JsonGenerator json, List<NameList.Name> names) {
    json.writeArrayPropertyStart("names");
    for (var it : names) {
      json.writeStartObject();
      json.writeStringProperty("name", it.name());
      json.writeStringProperty("owner", it.owner());
      number(json, "pid", it.pid());
      json.writeStringProperty("process", it.process());
      number(json, "uid", it.uid());
      json.writeBooleanProperty("activatable", it.activatable());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void number(JsonGenerator json, String name, @Nullable Long value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
  }
}
