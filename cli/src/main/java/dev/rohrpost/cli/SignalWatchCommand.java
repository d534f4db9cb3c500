package dev.rohrpost.cli;

import dev.rohrpost.Signal;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.signal.Capabilities;
import dev.rohrpost.signal.SignalInfo;
import dev.rohrpost.signal.Signals;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost signal watch`.
final class SignalWatchCommand implements Command {
  /// What was asked for.
  ///
  /// @param signals which to receive
  /// @param count after how many to end
  /// @param timeout after which time to end
  record Options(Set<Signal> signals, int count, Optional<Duration> timeout, boolean json) {
    static Options of(ParseResult given) {
      List<Signal> signals = given.matchedPositional(0).getValue();
      return new Options(
          new LinkedHashSet<>(signals),
          given.matchedOptionValue("--count", Integer.MAX_VALUE),
          Optional.ofNullable(given.matchedOptionValue("--timeout", null)),
          given.hasMatchedOption("--json"));
    }
  }

  @Override
  public CommandSpec spec() {
    return Spec.of("rohrpost signal watch", "Receives signals and shows their senders.")
        .option("--count", "N", Integer.class, Values::count, "Exit after N signals.")
        .option(
            "--timeout",
            "D",
            Duration.class,
            Values::duration,
            "End after this time, with exit status 124.")
        .flag("--json", "Print one JSON object per line, the first when ready.")
        .choices(() -> SignalListCommand.names().iterator())
        .words("SIGNAL", "1..*", Signal.class, Signal::parse, "The signals to receive.")
        .examples(
            "rohrpost signal watch USR1 --count 1 & sleep 2; kill -USR1 $!; wait",
            "rohrpost signal watch USR1 HUP RTMIN+3 --timeout 100ms --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = Options.of(given);
    var deadline = options.timeout().map(Deadline::after).orElse(Deadline.NEVER);
    try (var signals = subscribe(options)) {
      var known = Signals.capabilities();
      announce(options, known, console);
      for (var taken = 0; taken < options.count(); taken++) {
        var info = signals.take(deadline);
        if (info.isEmpty()) {
          return Exit.DEADLINE;
        }
        show(info.get(), options, known, console);
      }
      return Exit.DONE;
    }
  }

  private static Signals subscribe(Options options) throws Exception {
    try {
      return Signals.subscribe(options.signals());
    } catch (IllegalArgumentException e) {
      throw Failure.of(Exit.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private static void announce(Options options, Capabilities known, Console console)
      throws Exception {
    var pid = ProcessHandle.current().pid();
    if (!known.reason().isEmpty()) {
      console.say("rohrpost: " + known.reason());
    }
    if (options.json()) {
      JsonLines.write(
          console.out(),
          json -> {
            json.writeBooleanProperty("ready", true);
            json.writeNumberProperty("pid", pid);
          });
    } else {
      console.say("ready " + pid);
    }
  }

  private static void show(SignalInfo info, Options options, Capabilities known, Console console)
      throws Exception {
    if (options.json()) {
      JsonLines.write(console.out(), json -> SignalJson.fields(json, info, known.senders()));
      return;
    }
    var value = info.value().isPresent() ? " value " + info.value().getAsInt() : "";
    var sender = known.senders() ? " from pid " + info.pid() + " uid " + info.uid() : "";
    console.out().line(info.time() + " " + info.signal() + " " + info.codeName() + sender + value);
    console.out().flush();
  }
}
