package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.signal.Activity;
import dev.rohrpost.signal.SignalSet;
import dev.rohrpost.signal.SignalState;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `rohrpost signal show`.
final class SignalShowCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost signal show",
            "Shows the signals that a process blocks, ignores, catches and has pending,"
                + " and the state of its threads.")
        .flag("--json", "Print one JSON document.")
        .word("PID", Integer.class, Values::pid, "The process.")
        .examples("rohrpost signal show $$", "rohrpost signal show 1 --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    int pid = given.matchedPositional(0).getValue();
    var state = SignalState.of(pid);
    if (given.hasMatchedOption("--json")) {
      JsonLines.write(console.out(), json -> fields(json, state));
    } else {
      print(state, console);
    }
    return Exit.DONE;
  }

  private static void print(SignalState state, Console console) throws IOException {
    var out = console.out();
    out.line("process " + state.pid() + " (" + state.name() + ")");
    var sets = new Table();
    sets.row("  pending", text(state.pending()));
    sets.row("  blocked", text(blockedByAll(state)));
    sets.row("  ignored", text(state.ignored()));
    sets.row("  caught", text(state.caught()));
    sets.print(out, false);
    out.line("");
    var threads = new Table("THREAD", "NAME", "STATE", "PENDING", "BLOCKED");
    for (var thread : state.threads()) {
      threads.row(
          Integer.toString(thread.tid()),
          thread.name(),
          text(thread.activity()),
          text(thread.pending()),
          text(thread.blocked()));
    }
    threads.print(out, console.colours());
  }

  /// A signal stays pending for the process as long as every thread blocks it.
  private static SignalSet blockedByAll(SignalState state) {
    return state.threads().stream()
        .map(SignalState.ThreadState::blocked)
        .reduce(SignalSet::intersection)
        .orElse(SignalSet.EMPTY);
  }

  private static String text(SignalSet signals) {
    return signals.equals(SignalSet.EMPTY) ? "-" : signals.toString();
  }

  private static String text(Activity activity) {
    return stateName(activity).replace('_', ' ')
        + activity.call().map(call -> " in " + call).orElse("");
  }

  private static String stateName(Activity activity) {
    return activity.state().name().toLowerCase(Locale.ROOT);
  }

  private static void fields(JsonGenerator json, SignalState state) {
    json.writeNumberProperty("pid", state.pid());
    json.writeStringProperty("name", state.name());
    if (!state.threads().isEmpty()) {
      activity(json, state.threads().getFirst().activity());
    }
    SignalJson.names(json, "pending", state.pending());
    SignalJson.names(json, "blocked", blockedByAll(state));
    SignalJson.names(json, "ignored", state.ignored());
    SignalJson.names(json, "caught", state.caught());
    json.writeArrayPropertyStart("threads");
    for (var thread : state.threads()) {
      json.writeStartObject();
      json.writeNumberProperty("tid", thread.tid());
      json.writeStringProperty("name", thread.name());
      activity(json, thread.activity());
      SignalJson.names(json, "pending", thread.pending());
      SignalJson.names(json, "blocked", thread.blocked());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void activity(JsonGenerator json, Activity activity) {
    json.writeStringProperty("state", stateName(activity));
    if (activity.call().isPresent()) {
      json.writeStringProperty("call", activity.call().get());
    } else {
      json.writeNullProperty("call");
    }
  }
}
