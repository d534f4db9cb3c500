package dev.rohrpost.cli.bus;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost bus set`.
public final class BusSetCommand implements Command {
  private static final int SIGNATURE = 4;

  @Override
  public CommandSpec spec() {
    var spec = Spec.of("rohrpost bus set", "Sets a property of a D-Bus object.");
    spec =
        Words.face(Words.path(Words.service(BusOptions.silent(spec))))
            .word("PROPERTY", String.class, text -> text, "The property.");
    return Words.values(spec, true)
        .examples(
            "dbus-run-session rohrpost bus set --session com.example.Player /player"
                + " com.example.Player Volume d 0.5 2>/dev/null || echo 'no player'",
            "dbus-run-session rohrpost bus set --session com.example.Player /player"
                + " com.example.Player Volume @ 0.5 2>/dev/null || echo 'no player'")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = BusOptions.of(given);
    var words = Words.of(given, SIGNATURE);
    var value = words.ask() ? Value.of("s", "") : value(words.signature(), words);
    String service = given.matchedPositional(0).getValue();
    ObjectPath path = given.matchedPositional(1).getValue();
    String face = given.matchedPositional(2).getValue();
    String property = given.matchedPositional(3).getValue();
    var deadline = options.deadline();
    try (var link = options.connect(deadline)) {
      if (words.ask()) {
        value = value(Description.of(link, service, path).property(face, property), words);
      }
      link.call(
              Call.to(service, path, "org.freedesktop.DBus.Properties", "Set")
                  .with("ssv", face, property, value))
          .close();
      return Exit.DONE;
    } catch (DbusException e) {
      throw BusFailures.of(e);
    } catch (IllegalArgumentException e) {
      throw BusFailures.wrong(e);
    }
  }

  private static Value value(String signature, Words words) throws Failure, UnixException {
    Type type;
    try {
      type = Signature.of(signature).single();
    } catch (IllegalArgumentException e) {
      throw BusFailures.wrong(e);
    }
    return Value.of(type, Arguments.read(type.signature(), words.values())[0]);
  }
}
