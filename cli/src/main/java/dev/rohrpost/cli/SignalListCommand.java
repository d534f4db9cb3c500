package dev.rohrpost.cli;

import dev.rohrpost.Signal;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.signal.Reserved;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost signal list`.
final class SignalListCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost signal list",
            "Lists the signals: number, name, default action and owner (the JVM, the"
                + " kernel or the program).")
        .flag("--json", "Print one JSON document.")
        .examples("rohrpost signal list", "rohrpost signal list --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    if (given.hasMatchedOption("--json")) {
      printJson(console);
      return Exit.DONE;
    }
    var table = new Table("NUMBER", "SIGNAL", "DEFAULT ACTION", "OWNER");
    for (var signal : all()) {
      table.row(
          Integer.toString(signal.number()), signal.toString(), action(signal), owner(signal));
    }
    table.print(console.out(), console.colours());
    return Exit.DONE;
  }

  private static List<Signal> all() {
    return IntStream.rangeClosed(1, Signal.RTMAX.number()).mapToObj(Signal::new).toList();
  }

  /// Returns the names of the signals that can be received, for completion.
  static List<String> names() {
    return all().stream()
        .filter(signal -> Reserved.owner(signal).isEmpty())
        .map(signal -> signal.toString().substring("SIG".length()))
        .toList();
  }

  private static void printJson(Console console) throws Exception {
    JsonLines.write(
        console.out(),
        json -> {
          json.writeArrayPropertyStart("signals");
          for (var signal : all()) {
            json.writeStartObject();
            json.writeNumberProperty("number", signal.number());
            json.writeStringProperty("signal", signal.toString());
            json.writeStringProperty("default_action", action(signal).replace(' ', '_'));
            json.writeStringProperty("owner", ownerName(signal));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /// Returns what a signal does to a process that has not said otherwise, as signal(7) has it.
  static String action(Signal signal) {
    return switch (signal.number()) {
      case 3, 4, 5, 6, 7, 8, 11, 24, 25, 31 -> "core dump";
      case 17, 23, 28 -> "ignore";
      case 18 -> "continue";
      case 19, 20, 21, 22 -> "stop";
      default -> "terminate";
    };
  }

  private static String owner(Signal signal) {
    return Reserved.owner(signal).map(Reserved.Owner::toString).orElse("you");
  }

  private static String ownerName(Signal signal) {
    return Reserved.owner(signal).map(o -> o.name().toLowerCase(Locale.ROOT)).orElse("you");
  }
}
