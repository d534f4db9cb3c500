package dev.rohrpost.cli.bus;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Reply;
import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost bus call`.
public final class BusCallCommand implements Command {
  private static final int SIGNATURE = 4;

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
                "rohrpost bus call",
                "Calls a method over D-Bus and shows its results, in the notation of busctl(1).")
            .flag("--no-reply", "Do not wait for a reply.")
            .flag("--no-auto-start", "Do not let the bus start the service.")
            .flag("--interactive", "Permit the service to ask the user for authorization.");
    spec =
        Words.face(Words.path(Words.service(BusOptions.options(spec))))
            .word("METHOD", String.class, Names::checkMember, "The method.");
    return Words.values(spec, true)
        .examples(
            "dbus-run-session rohrpost bus call --session org.freedesktop.DBus"
                + " /org/freedesktop/DBus org.freedesktop.DBus GetNameOwner s org.freedesktop.DBus",
            "dbus-run-session rohrpost bus call --session org.freedesktop.DBus"
                + " /org/freedesktop/DBus org.freedesktop.DBus ListNames --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = BusOptions.of(given);
    var words = Words.of(given, SIGNATURE);
    var call = call(given);
    call = words.ask() ? call : with(call, words.signature(), words);
    var deadline = options.deadline();
    try (var link = options.connect(deadline)) {
      if (words.ask()) {
        call = with(call, asked(given, link, words), words);
      }
      if (given.hasMatchedOption("--no-reply")) {
        link.send(call);
        return Exit.DONE;
      }
      try (var reply = link.call(call)) {
        print(reply, options, console);
      }
      return Exit.DONE;
    } catch (DbusException e) {
      throw BusFailures.of(e);
    } catch (IllegalArgumentException e) { // such as a message that is too long
      throw BusFailures.wrong(e);
    }
  }

  private static Call call(ParseResult given) {
    String service = given.matchedPositional(0).getValue();
    ObjectPath path = given.matchedPositional(1).getValue();
    String face = given.matchedPositional(2).getValue();
    String method = given.matchedPositional(3).getValue();
    var call = Call.to(service, path, face, method);
    call = given.hasMatchedOption("--no-auto-start") ? call.withoutAutoStart() : call;
    return given.hasMatchedOption("--interactive") ? call.interactive() : call;
  }

  private static Call with(Call call, String signature, Words words) throws Failure, UnixException {
    return call.with(signature, Arguments.read(Signature.of(signature), words.values()));
  }

  private static String asked(ParseResult given, Link link, Words words)
      throws Failure, DbusException, InterruptedException {
    String service = given.matchedPositional(0).getValue();
    ObjectPath path = given.matchedPositional(1).getValue();
    String face = given.matchedPositional(2).getValue();
    String method = given.matchedPositional(3).getValue();
    return Description.of(link, service, path).method(face, method, words.values().size());
  }

  private static void print(Reply reply, BusOptions options, Console console) throws Exception {
    if (options.json()) {
      JsonLines.write(
          console.out(), json -> new ValueJson(json).all(reply.signature(), reply.body()));
    } else if (!reply.signature().isEmpty()) {
      console.out().line(ValueText.of(reply.signature(), reply.body()));
    }
  }
}
