package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Ending;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.MatchRule;
import dev.rohrpost.dbus.Monitor;
import dev.rohrpost.dbus.trace.CallTrace;
import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.fd.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost bus monitor`.
public final class BusMonitorCommand implements Command {
  private static final String MATCH = "--match";
  private static final String COUNT = "--count";
  private static final String CALLS = "--calls";
  private static final String SUMMARY = "--summary";
  private static final String PCAP = "--pcap";

  /// Messages may come faster than they are shown.
  private static final Duration DRAIN = Duration.ofMillis(500);

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
            "rohrpost bus monitor",
            "Shows the messages on a bus, or its calls with their outcomes and times. It"
                + " sends no messages itself. The bus has to permit it; most permit it to their"
                + " own user and to root.");
    spec =
        BusOptions.busOptions(
            spec,
            "End after this time, with exit status 124 (default: never; the bus has 25s to"
                + " answer).",
            "Print {\"ready\":true}, then one JSON object per line. Otherwise 'ready' is"
                + " on standard error.");
    return spec.options(
            MATCH,
            "RULE",
            MatchRule.class,
            MatchRule::of,
            "Show only messages that match a rule, such as"
                + " type='signal',member='Changed'; may be repeated. With --calls and"
                + " --summary, only matching calls.")
        .option(COUNT, "N", Integer.class, Values::count, "Exit after N messages or calls.")
        .flag(
            CALLS,
            "Show one line for each call that has ended, with its outcome, time and"
                + " results. Calls still open at the end follow.")
        .flag(
            SUMMARY,
            "At the end, show for each method the number of calls, and their median and"
                + " longest time, the slowest first. Single calls are shown only with --calls.")
        .option(
            PCAP,
            "FILE",
            Path.class,
            Path::of,
            "Write the messages into a file for wireshark(1) instead of showing them.")
        .words(
            "SERVICE",
            "0..*",
            String.class,
            Names::checkBusName,
            "Show only messages from or to these connections, such as"
                + " org.freedesktop.login1 or :1.7.")
        .examples(
            "dbus-run-session rohrpost bus monitor --session --timeout 3s org.freedesktop.DBus"
                + " || test $? = 124",
            "dbus-run-session rohrpost bus monitor --session --calls --summary --timeout 3s"
                + " || test $? = 124",
            "dbus-run-session rohrpost bus monitor --session --pcap bus.pcap --timeout 3s"
                + " || test $? = 124")
        .build();
  }

  /// What was asked for.
  private record Wish(BusOptions bus, boolean calls, boolean summary, int count, Path pcap) {
    static final Path NONE = Path.of("");

    static Wish of(ParseResult given) throws Failure {
      var wish =
          new Wish(
              BusOptions.of(given),
              given.hasMatchedOption(CALLS),
              given.hasMatchedOption(SUMMARY),
              given.matchedOptionValue(COUNT, Integer.MAX_VALUE),
              given.matchedOptionValue(PCAP, NONE));
      if (wish.hasFile() && wish.wantsCalls()) {
        throw Failure.usage(
            PCAP + " and " + (wish.calls ? CALLS : SUMMARY) + " exclude each other");
      }
      return wish;
    }

    boolean hasFile() {
      return !pcap.equals(NONE);
    }

    boolean wantsCalls() {
      return calls || summary;
    }

    SeenOutput output(Console console) throws Exception {
      if (hasFile()) {
        return new SeenOutput.Pcap(PcapFile.open(pcap), console);
      }
      if (!wantsCalls()) {
        return new SeenOutput.Messages(console, bus.json());
      }
      var limits = calls ? CallTrace.Limits.DEFAULT : CallTrace.Limits.WITHOUT_MESSAGES;
      var times = summary ? Optional.of(new MethodTimes()) : Optional.<MethodTimes>empty();
      return new SeenOutput.Calls(console, bus.json(), calls, times, new CallTrace(limits));
    }
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var wish = Wish.of(given);
    var options = wish.bus();
    var deadline = options.timeout().map(Deadline::after).orElse(Deadline.NEVER);
    var answered = options.timeout().isPresent() ? deadline : options.deadline();
    try (var _ = Ending.interrupting();
        var monitor =
            Monitor.open(
                options.busAddress(), rules(given, wish), Monitor.Limits.DEFAULT, answered)) {
      var output = wish.output(console);
      ready(options, console);
      return follow(monitor, output, wish.count(), deadline);
    } catch (DbusException e) {
      throw e.is("org.freedesktop.DBus.Error.AccessDenied")
          ? Failure.of(
              Exit.FAILED, BusFailures.line(e) + "; the bus lets only some monitor it, as root", e)
          : BusFailures.of(e);
    }
  }

  /// {@return the rules of all messages that are needed; none if all are}
  private static List<MatchRule> rules(ParseResult given, Wish wish) {
    var rules = new ArrayList<MatchRule>(given.matchedOptionValue(MATCH, List.of()));
    for (String service : given.matchedPositionalValue(0, List.<String>of())) {
      rules.add(MatchRule.all().sender(service));
      rules.add(MatchRule.all().destination(service));
    }
    if (!rules.isEmpty() && wish.wantsCalls()) { // replies say nothing of their calls
      rules.add(MatchRule.all().type("method_return"));
      rules.add(MatchRule.all().type("error"));
    }
    return rules;
  }

  private static void ready(BusOptions options, Console console) throws Exception {
    if (options.json()) {
      JsonLines.write(console.out(), json -> json.writeBooleanProperty("ready", true));
    } else {
      console.say("ready");
    }
  }

  /// Whatever ends it, what is left is shown.
  private static int follow(Monitor monitor, SeenOutput output, int count, Deadline deadline)
      throws Exception {
    try {
      for (var shown = 0; shown < count; ) {
        var event = monitor.take(Deadline.NOW);
        if (event.isEmpty()) {
          output.flush();
          event = monitor.take(deadline);
        }
        if (event.isEmpty()) {
          output.end();
          return Exit.DEADLINE;
        }
        if (event.get() instanceof Monitor.Closed(String reason)) {
          output.end();
          throw Failure.of(
              Exit.FAILED, "the connection to the bus was lost: " + Escape.text(reason));
        }
        shown += take(event.get(), output);
      }
      output.end();
      return Exit.DONE;
    } catch (InterruptedException e) {
      drain(monitor, output);
      output.end();
      output.flush();
      throw e;
    }
  }

  /// Shows what has come before the signal that ends the command.
  private static void drain(Monitor monitor, SeenOutput output) throws Exception {
    var enough = Deadline.after(DRAIN);
    while (!enough.hasPassed()) {
      var event = monitor.take(Deadline.NOW);
      if (event.isEmpty() || event.get() instanceof Monitor.Closed) {
        return;
      }
      var _ = take(event.get(), output);
    }
  }

  private static int take(Monitor.Event event, SeenOutput output) throws Exception {
    if (event instanceof Monitor.Seen seen) {
      try (seen) {
        return output.take(seen);
      }
    }
    return output.take(event);
  }
}
