package dev.rohrpost.cli.rpc;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.bind.ProgramNames;
import dev.rohrpost.rpc.bind.Registration;
import dev.rohrpost.rpc.bind.Rpcbind;
import dev.rohrpost.rpc.bind.UniversalAddress;
import dev.rohrpost.socket.InternetAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `rohrpost rpc list`.
public final class RpcListCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// The longest cell of a table; a path of a socket is shorter.
  private static final int LONGEST = 120;

  private static final Comparator<Registration> ORDER =
      Comparator.<Registration>comparingLong(it -> it.program().number())
          .thenComparingLong(it -> it.program().version())
          .thenComparing(Registration::netid)
          .thenComparing(Registration::address);

  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost rpc list",
            "Lists the programs registered with an rpcbind, using its version 4, 3 or 2.")
        .flag("--json", "Print one JSON document.")
        .optionalWord(
            "WHERE",
            Where.class,
            Where::parse,
            "The rpcbind: tcp://HOST:PORT, udp://HOST:PORT, unix:/path, or a HOST for"
                + " port 111 of it (default: unix:/run/rpcbind.sock, then tcp://127.0.0.1:111)."
                + " It has 10 seconds to answer.")
        .examples(
            "rohrpost rpc bind --listen unix:b & sleep 3; rohrpost rpc list unix:b; kill $!",
            "rohrpost rpc bind --listen unix:b & sleep 3; rohrpost rpc list unix:b --json; kill $!")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Where where = given.hasMatchedPositional(0) ? given.matchedPositional(0).getValue() : null;
    var registries =
        where == null
            ? List.of(
                RpcAddress.unix(Rpcbind.SOCKET),
                RpcAddress.tcp(InternetAddress.loopback(Rpcbind.PORT)))
            : where.registries();
    var deadline = Deadline.after(PATIENCE);
    try {
      var registrations =
          Where.first(registries, at -> Rpcbind.at(at).list(deadline)).stream()
              .sorted(ORDER)
              .toList();
      var names = ProgramNames.read();
      if (given.hasMatchedOption("--json")) {
        JsonLines.write(console.out(), json -> fields(json, registrations, names));
      } else {
        print(registrations, names, console);
      }
      return Exit.DONE;
    } catch (RpcException e) {
      throw RpcFailures.of(e);
    }
  }

  private static void print(List<Registration> all, ProgramNames names, Console console)
      throws IOException {
    var table = new Table("PROGRAM", "VERSION", "NETID", "ADDRESS", "SERVICE", "OWNER");
    for (var it : all) {
      table.row(
          Long.toString(it.program().number()),
          Long.toString(it.program().version()),
          cell(it.netid()),
          cell(it.address()),
          cell(service(it.program(), names)),
          cell(it.owner()));
    }
    table.print(console.out(), console.colours());
  }

  private static String service(Program program, ProgramNames names) {
    return names.name(program.number()).orElse("");
  }

  private static String cell(String text) {
    return text.isEmpty() ? "-" : Escape.cut(Escape.text(text), LONGEST);
  }

  private static void fields(JsonGenerator json, List<Registration> all, ProgramNames names) {
    json.writeArrayPropertyStart("registrations");
    for (var it : all) {
      json.writeStartObject();
      json.writeNumberProperty("program", it.program().number());
      json.writeNumberProperty("version", it.program().version());
      json.writeStringProperty("netid", Escape.whole(it.netid()));
      json.writeStringProperty("address", Escape.whole(it.address()));
      var port = UniversalAddress.port(it.address());
      if (port.isPresent()) {
        json.writeNumberProperty("port", port.getAsInt());
      } else {
        json.writeNullProperty("port");
      }
      orNull(json, "service", service(it.program(), names));
      orNull(json, "owner", Escape.whole(it.owner()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void orNull(JsonGenerator json, String name, String text) {
    if (text.isEmpty()) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, text);
    }
  }
}
