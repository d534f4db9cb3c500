package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Event;
import dev.rohrpost.dbus.MatchRule;
import dev.rohrpost.dbus.Subscription;
import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.fd.Deadline;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost bus wait`.
public final class BusWaitCommand implements Command {
  private static final int ALL_WORDS = 4;

  /// Only the first event is of interest.
  private static final int CAPACITY = 16;

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
            "rohrpost bus wait",
            "Waits until a service is on the bus, or until an object of it sends a"
                + " signal, which is shown. Prints a line when ready; no signal sent after that"
                + " line is missed.");
    spec =
        BusOptions.busOptions(
            spec,
            "Give up after this time, with exit status 124 (default: never; the bus has 25s to"
                + " answer).",
            "Print {\"ready\":true}, then one JSON object. Otherwise 'ready' is on standard error.");
    return Words.service(spec)
        .optionalWord("PATH", ObjectPath.class, ObjectPath::of, "The object that sends the signal.")
        .optionalWord(
            "INTERFACE", String.class, Names::checkInterface, "The interface of the signal.")
        .optionalWord("SIGNAL", String.class, Names::checkMember, "The signal.")
        .examples(
            "dbus-run-session rohrpost bus wait --session org.freedesktop.DBus",
            "dbus-run-session rohrpost bus wait --session --timeout 100ms org.freedesktop.DBus"
                + " /org/freedesktop/DBus org.freedesktop.DBus NameLost || test $? = 124")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = BusOptions.of(given);
    var words = given.matchedPositionals().size();
    if (words != 1 && words != ALL_WORDS) {
      throw Failure.usage("write SERVICE, or SERVICE PATH INTERFACE SIGNAL");
    }
    String service = given.matchedPositional(0).getValue();
    var deadline = options.timeout().map(Deadline::after).orElse(Deadline.NEVER);
    var answered = options.timeout().isPresent() ? deadline : options.deadline();
    try (var bus = options.connectToBus(answered)) {
      return words == 1
          ? awaitName(bus, service, options, deadline, console)
          : awaitSignal(bus, rule(service, given), options, deadline, console);
    } catch (DbusException e) {
      throw BusFailures.of(e);
    } catch (IllegalArgumentException e) {
      throw BusFailures.wrong(e);
    }
  }

  private static MatchRule rule(String service, ParseResult given) {
    ObjectPath path = given.matchedPositional(1).getValue();
    String face = given.matchedPositional(2).getValue();
    String signal = given.matchedPositional(3).getValue();
    return MatchRule.signal().sender(service).path(path).interfaceName(face).member(signal);
  }

  private static void ready(BusOptions options, Console console) throws Exception {
    if (options.json()) {
      JsonLines.write(console.out(), json -> json.writeBooleanProperty("ready", true));
    } else {
      console.say("ready");
    }
  }

  private static int awaitName(
      Bus bus, String service, BusOptions options, Deadline deadline, Console console)
      throws Exception {
    var list = new NameList(bus, options.deadline());
    try (var changes = bus.subscribe(NameList.ownerChanges(service), CAPACITY)) {
      var owner = list.owner(service);
      ready(options, console);
      while (owner.isEmpty()) {
        var event = changes.take(deadline);
        if (event.isEmpty()) {
          return Exit.DEADLINE;
        }
        checkOpen(event.get());
        owner = event.get() instanceof Event.Signal signal ? newOwner(signal) : list.owner(service);
      }
      var found = owner.get();
      if (options.json()) {
        JsonLines.write(
            console.out(),
            json -> {
              json.writeStringProperty("name", service);
              json.writeStringProperty("owner", found);
            });
      }
      return Exit.DONE;
    }
  }

  /// {@return the owner that the bus tells, who may be gone already; empty if there is none}
  private static Optional<String> newOwner(Event.Signal signal) {
    return signal.signature().toString().equals("sss")
        ? Optional.of((String) signal.body().get(2)).filter(owner -> !owner.isEmpty())
        : Optional.empty();
  }

  private static int awaitSignal(
      Bus bus, MatchRule rule, BusOptions options, Deadline deadline, Console console)
      throws Exception {
    try (var signals = bus.subscribe(rule, CAPACITY)) {
      ready(options, console);
      return awaitSignal(signals, options, deadline, console);
    }
  }

  private static int awaitSignal(
      Subscription signals, BusOptions options, Deadline deadline, Console console)
      throws Exception {
    while (true) {
      var event = signals.take(deadline);
      if (event.isEmpty()) {
        return Exit.DEADLINE;
      }
      checkOpen(event.get());
      if (event.get() instanceof Event.Signal signal) {
        try (signal) {
          print(signal, options, console);
        }
        return Exit.DONE;
      }
    }
  }

  private static void checkOpen(Event event) throws Failure {
    if (event instanceof Event.Closed(String reason)) {
      throw Failure.of(Exit.FAILED, "the connection to the bus was lost: " + Escape.text(reason));
    }
  }

  private static void print(Event.Signal signal, BusOptions options, Console console)
      throws Exception {
    if (options.json()) {
      JsonLines.write(console.out(), ShownMessage.of(signal, Instant.now())::fields);
    } else if (!signal.signature().isEmpty()) {
      console.out().line(ValueText.of(signal.signature(), signal.body()));
    }
  }
}
