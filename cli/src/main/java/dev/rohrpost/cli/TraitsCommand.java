package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.messaging.Traits;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `rohrpost traits`.
final class TraitsCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost traits",
            "Shows the properties of each carrier in the terms of the textbook. All are"
                + " asynchronous: a sender does not wait for the receiver.")
        .flag("--json", "Print one JSON document.")
        .flag(
            "--prove",
            "Test each property on this kernel with two processes; exit status 1 if one"
                + " does not hold.")
        .choices(Traits.all().stream().map(Traits::scheme).toList())
        .optionalWord(
            "SCHEME", Traits.class, TraitsCommand::traits, "Show only this carrier, such as mq.")
        .examples("rohrpost traits", "rohrpost traits mq", "rohrpost traits fifo --prove")
        .build();
  }

  private static Traits traits(String scheme) {
    return Traits.of(scheme)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + scheme
                    + "' is no carrier; there are "
                    + Traits.all().stream().map(Traits::scheme).collect(Collectors.joining(", "))));
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Traits one = given.matchedPositionalValue(0, null);
    var wanted = one == null ? Traits.all() : List.of(one);
    if (given.hasMatchedOption("--prove")) {
      return Proofs.print(wanted, given.hasMatchedOption("--json"), console);
    }
    if (given.hasMatchedOption("--json")) {
      printJson(wanted, console);
    } else if (one != null) {
      printAll(one, console);
    } else {
      printTable(wanted, console);
    }
    return Exit.DONE;
  }

  private static void printTable(List<Traits> wanted, Console console) throws Exception {
    var table =
        new Table("CARRIER", "FORMAT", "SELECT BY", "DIRECTION", "TO", "FULL", "DELIVERY", "ORDER");
    for (var traits : wanted) {
      table.row(
          traits.scheme(),
          word(traits.format()),
          word(traits.selection()),
          word(traits.direction()),
          words(traits.groups()),
          word(traits.whenFull()),
          word(traits.delivery()),
          word(traits.order()));
    }
    table.print(console.out(), console.colours());
  }

  private static void printAll(Traits traits, Console console) throws Exception {
    var table = new Table();
    table.row("carrier", traits.scheme() + ": " + traits.name());
    table.row("synchronization", "asynchronous; when it is full, a sender: " + full(traits));
    table.row("addressing", word(traits.addressing()));
    table.row("group", words(traits.groups()));
    table.row("format", word(traits.format()));
    table.row("longest message", traits.longest().map(n -> n + " bytes").orElse("no limit"));
    table.row("selection by", word(traits.selection()));
    table.row("direction", word(traits.direction()));
    table.row("delivery", word(traits.delivery()));
    table.row("order", word(traits.order()));
    table.row("beside the bytes", words(traits.beside()));
    table.row("kept", kept(traits));
    table.print(console.out(), false);
  }

  private static String full(Traits traits) {
    return switch (traits.whenFull()) {
      case WAITS -> "waits";
      case REFUSED -> "is refused";
      case LOSES -> "loses the message";
    };
  }

  private static String kept(Traits traits) {
    return switch (traits.lifetime()) {
      case OPEN -> "while it is open";
      case KERNEL -> "until it is received or removed";
    };
  }

  private static void printJson(List<Traits> wanted, Console console) throws Exception {
    JsonLines.write(
        console.out(),
        json -> {
          json.writeArrayPropertyStart("carriers");
          for (var traits : wanted) {
            json.writeStartObject();
            fields(json, traits);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void fields(JsonGenerator json, Traits traits) {
    json.writeStringProperty("scheme", traits.scheme());
    json.writeStringProperty("name", traits.name());
    json.writeStringProperty("synchronization", "asynchronous");
    json.writeStringProperty("when_full", name(traits.whenFull()));
    json.writeStringProperty("addressing", name(traits.addressing()));
    names(json, "groups", traits.groups());
    json.writeStringProperty("format", name(traits.format()));
    if (traits.longest().isPresent()) {
      json.writeNumberProperty("longest", traits.longest().get());
    }
    json.writeStringProperty("selection", name(traits.selection()));
    json.writeStringProperty("direction", name(traits.direction()));
    json.writeStringProperty("delivery", name(traits.delivery()));
    json.writeStringProperty("order", name(traits.order()));
    names(json, "beside", traits.beside());
    json.writeStringProperty("lifetime", name(traits.lifetime()));
  }

  private static void names(
      JsonGenerator json, String property, Collection<? extends Enum<?>> all) {
    json.writeArrayPropertyStart(property);
    all.stream().map(TraitsCommand::name).sorted().forEach(json::writeString);
    json.writeEndArray();
  }

  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static String word(Enum<?> value) {
    return name(value).replace('_', ' ');
  }

  static String words(Collection<? extends Enum<?>> all) {
    var text = all.stream().map(TraitsCommand::word).sorted().collect(Collectors.joining(", "));
    return text.isEmpty() ? "nothing" : text;
  }
}
