package dev.rohrpost.cli.rpc;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Environment;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Jars;
import dev.rohrpost.cli.option.SocketFileOptions;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.messaging.Endpoint.UnixSocket;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.bind.Rpcbind;
import dev.rohrpost.rpc.bind.RpcbindServer;
import dev.rohrpost.signal.Signals;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.UnixAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost rpc bind`.
public final class RpcBindCommand implements Command {
  private static final Duration GRACE = Duration.ofSeconds(2);

  /// Every user registers programs.
  private static final FileMode MODE = FileMode.EVERYBODY;

  private static final List<Signal> ENDING =
      List.of(Signal.HUP, Signal.INT, Signal.QUIT, Signal.TERM);

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
                "rohrpost rpc bind",
                "Tells clients where remote programs listen, as rpcbind does, in its versions"
                    + " 2, 3 and 4.")
            .options(
                "--listen",
                "URI",
                Listening.class,
                Listening::parse,
                "An address to listen on: tcp://host:port, udp://host:port or unix:/path; may"
                    + " be repeated (default: unix:/run/rpcbind.sock, and port 111 of 127.0.0.1 and"
                    + " ::1).")
            .flag(
                "--remote-calls",
                "Forward calls to programs, as rpcinfo -b asks by broadcast, except those"
                    + " that need a privilege. Any client of the registry then calls as this"
                    + " machine.")
            .option(
                "--state",
                "FILE",
                Path.class,
                Path::of,
                "Load the registrations from this file at start, and save them there; in the"
                    + " format of rpcbind's rpcbind.xdr, with mode 0600 (default: not saved).")
            .flag("--json", "Print one JSON object when ready.");
    return SocketFileOptions.options(spec, MODE)
        .examples(
            "rohrpost rpc bind --listen tcp://127.0.0.1:0 --listen udp://127.0.0.1:0 --json",
            "rohrpost rpc bind --listen unix:registry.sock --state registry.xdr --socket-mode 0660")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Jars.open();
    var listening = given.matchedOptionValue("--listen", List.<Listening>of());
    var addresses = addresses(listening);
    var file = SocketFileOptions.of(given);
    file.check(
        addresses.stream().anyMatch(RpcBindCommand::makesFile),
        "--listen " + String.join(" ", listening.stream().map(Listening::toString).toList()));
    var builder =
        RpcbindServer.builder()
            .binding(file.on(UnixSocket.DEFAULT.withMode(MODE)))
            .onFailure((what, cause) -> console.say("rohrpost: " + what + ": " + said(cause)));
    addresses.forEach(builder::listen);
    if (given.hasMatchedOption("--state")) {
      Path state = given.matchedOptionValue("--state", null);
      builder.state(state);
    }
    if (given.hasMatchedOption("--remote-calls")) {
      builder.remoteCalls();
    }
    try (var signals = Signals.subscribe(Environment.receivable(ENDING));
        var server = builder.start()) {
      ready(server, given.hasMatchedOption("--json"), console);
      var _ = signals.take();
      var _ = server.stop(Deadline.after(GRACE)); // removes socket files
      return Exit.DONE;
    }
  }

  private static String said(Throwable cause) {
    return Escape.text(String.valueOf(cause.getMessage()));
  }

  private static List<RpcAddress> addresses(List<Listening> listening) throws UnixException {
    var addresses = new ArrayList<RpcAddress>();
    if (listening.isEmpty()) {
      addresses.add(RpcAddress.unix(Rpcbind.SOCKET));
      for (var host : List.of("127.0.0.1", "::1")) {
        addresses.add(RpcAddress.tcp(InternetAddress.of(host, Rpcbind.PORT)));
        addresses.add(RpcAddress.udp(InternetAddress.of(host, Rpcbind.PORT)));
      }
    }
    for (var each : listening) {
      addresses.add(each.address());
    }
    return addresses;
  }

  private static boolean makesFile(RpcAddress at) {
    return at instanceof RpcAddress.Unix(UnixAddress.File _);
  }

  private static void ready(RpcbindServer server, boolean isJson, Console console)
      throws Exception {
    var pid = ProcessHandle.current().pid();
    if (!isJson) {
      console.say("ready " + pid);
      return;
    }
    JsonLines.write(
        console.out(),
        json -> {
          json.writeBooleanProperty("ready", true);
          json.writeNumberProperty("pid", pid);
          json.writeArrayPropertyStart("endpoints");
          server.addresses().forEach(at -> json.writeString(at.toString()));
          json.writeEndArray();
        });
  }
}
