package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost bus emit`.
public final class BusEmitCommand implements Command {
  private static final int SIGNATURE = 3;
  private static final String DESTINATION = "--destination";

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
                "rohrpost bus emit",
                "Sends a signal over D-Bus to all connections that subscribed to it.")
            .option(
                DESTINATION,
                "NAME",
                String.class,
                Names::checkBusName,
                "Send the signal only to this connection, whether it subscribed or not.");
    spec =
        Words.face(Words.path(BusOptions.silent(spec)))
            .word("SIGNAL", String.class, Names::checkMember, "The signal.");
    return Words.values(spec, false)
        .examples(
            "dbus-run-session rohrpost bus emit --session /a com.example.Player Moved 'a{sv}' 1"
                + " speed d -1.5",
            "dbus-run-session rohrpost bus emit --session /a com.example.Player Stopped")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = BusOptions.of(given);
    var words = Words.of(given, SIGNATURE);
    if (given.hasMatchedOption(DESTINATION) && options.kind() == BusOptions.Kind.PEER) {
      throw Failure.usage("--destination and --peer exclude each other");
    }
    ObjectPath path = given.matchedPositional(0).getValue();
    String face = given.matchedPositional(1).getValue();
    String signal = given.matchedPositional(2).getValue();
    var signature = words.signature();
    var values = Arguments.read(Signature.of(signature), words.values());
    var deadline = options.deadline();
    try (var link = options.connect(deadline)) {
      var destination = given.matchedOptionValue(DESTINATION, "");
      if (destination.isEmpty()) {
        link.emit(path, face, signal, signature, values);
      } else if (link instanceof Link.ToBus(var bus, _)) {
        bus.emitTo(destination, path, face, signal, signature, values);
      }
      return Exit.DONE;
    } catch (DbusException e) {
      throw BusFailures.of(e);
    } catch (IllegalArgumentException e) {
      throw BusFailures.wrong(e);
    }
  }
}
