package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Ending;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Jars;
import dev.rohrpost.cli.http.EchoServer;
import dev.rohrpost.cli.option.SocketFileOptions;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Endpoint.UnixSocket;
import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost http-echo`.
final class HttpEchoCommand implements Command {
  private static final String DEFAULT = "tcp://127.0.0.1:6789";

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
            "rohrpost http-echo",
            "Runs the textbook's web server: it answers every request with a page that"
                + " shows the request.");
    return SocketFileOptions.options(spec)
        .option(
            "--listen",
            "URI",
            Endpoint.class,
            HttpEchoCommand::endpoint,
            "The address to listen on: tcp://host:port or unix:/path (default: " + DEFAULT + ").")
        .examples("rohrpost http-echo", "rohrpost http-echo --listen tcp://127.0.0.1:0")
        .build();
  }

  private static Endpoint endpoint(String uri) {
    var endpoint = Endpoint.parse(uri.startsWith("listen+") ? uri : "listen+" + uri);
    return switch (endpoint) {
      case Endpoint.Internet(var protocol, _, _, _)
          when protocol == Endpoint.Internet.Protocol.TCP ->
          endpoint;
      case UnixSocket socket when socket.style() == UnixSocket.Style.STREAM -> endpoint;
      default ->
          throw new IllegalArgumentException(
              "'" + uri + "' carries no HTTP; write tcp://host:port or unix:/path");
    };
  }

  private static Address address(Endpoint endpoint) throws UnixException {
    return switch (endpoint) {
      case Endpoint.Internet(_, var host, var port, _) ->
          InternetAddress.resolve(host.isEmpty() ? "::" : host, port).orThrow().getFirst();
      case UnixSocket socket -> UnixAddress.of(socket.name());
      default -> throw new IllegalStateException("no stream: " + endpoint);
    };
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Jars.open();
    Endpoint endpoint = given.matchedOptionValue("--listen", endpoint(DEFAULT));
    var file = SocketFileOptions.of(given);
    file.check(SocketFileOptions.isMadeBy(endpoint, false), endpoint.toString());
    var at = address(endpoint); // a resolver may take long, and a signal must not wait for it
    try (var listener =
        Ending.making(
            () -> StreamSocket.listen(at, file.on(UnixSocket.DEFAULT)),
            Listener::close)) { // removes a socket file
      console.say("listening at " + shown(listener));
      new EchoServer(
              listener, EchoServer.Patience.DEFAULT, line -> console.say("rohrpost: " + line))
          .run();
      return Exit.DONE;
    }
  }

  private static String shown(Listener<StreamSocket> listener) throws UnixException {
    return listener.address() instanceof InternetAddress address
        ? "http://" + address + "/"
        : listener.toString();
  }
}
