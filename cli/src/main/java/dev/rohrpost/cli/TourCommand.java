package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.messaging.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost tour`.
final class TourCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost tour",
            "Shows every mechanism once, between two real processes, and names those that"
                + " this machine lacks.")
        .flag("--json", "Print one JSON document.")
        .examples("rohrpost tour", "rohrpost tour --json")
        .build();
  }

  /// What came of a stop.
  ///
  /// @param observed what was seen, or why nothing was
  private record Result(Stop stop, Outcome outcome, String observed) {}

  private enum Outcome {
    WORKS,
    LACKING,
    FAILED
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var json = given.hasMatchedOption("--json");
    var results = new ArrayList<Result>();
    try (var scene = Scene.open()) {
      for (var stop : Stop.all()) {
        var result = visit(stop, scene);
        results.add(result);
        if (!json) {
          print(result, console);
        }
      }
    }
    if (json) {
      printJson(results, console);
    } else {
      printLacking(results, console);
    }
    return results.stream().anyMatch(r -> r.outcome() == Outcome.FAILED) ? Exit.FAILED : Exit.DONE;
  }

  private static Result visit(Stop stop, Scene scene) throws InterruptedException {
    try {
      return new Result(stop, Outcome.WORKS, stop.show().on(scene));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      var why = String.valueOf(e.getMessage());
      return new Result(stop, Scene.isLack(why) ? Outcome.LACKING : Outcome.FAILED, why);
    }
  }

  private static void print(Result result, Console console) throws Exception {
    var stop = result.stop();
    var out = console.out();
    out.line(stop.name() + ": " + stop.what());
    out.line("  calls     " + stop.calls());
    out.line(
        switch (result.outcome()) {
          case WORKS -> "  observed  " + result.observed();
          case LACKING -> "  lacking   " + result.observed();
          case FAILED -> "  FAILED    " + result.observed();
        });
    var traits = traits(stop);
    if (traits.isPresent()) {
      out.line("  traits    " + line(traits.get()));
    }
    out.flush();
  }

  private static Optional<Traits> traits(Stop stop) {
    return Traits.of(stop.scheme());
  }

  private static String line(Traits traits) {
    return String.join(
        ", ",
        List.of(
            TraitsCommand.word(traits.addressing()),
            TraitsCommand.word(traits.format()),
            TraitsCommand.word(traits.direction()),
            TraitsCommand.word(traits.delivery()),
            "order " + TraitsCommand.word(traits.order())));
  }

  private static void printLacking(List<Result> results, Console console) throws Exception {
    var lacking = results.stream().filter(r -> r.outcome() == Outcome.LACKING).toList();
    if (lacking.isEmpty()) {
      console.out().line("This machine has all of it.");
    }
    for (var result : lacking) {
      console.out().line("This machine lacks " + result.stop().name() + ": " + result.observed());
    }
  }

  private static void printJson(List<Result> results, Console console) throws Exception {
    JsonLines.write(
        console.out(),
        json -> {
          json.writeArrayPropertyStart("stops");
          for (var result : results) {
            var stop = result.stop();
            json.writeStartObject();
            json.writeStringProperty("name", stop.name());
            json.writeStringProperty("what", stop.what());
            json.writeStringProperty("calls", stop.calls());
            json.writeStringProperty("outcome", TraitsCommand.name(result.outcome()));
            json.writeStringProperty("observed", result.observed());
            if (traits(stop).isPresent()) {
              json.writeStringProperty("scheme", stop.scheme());
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
