package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.http.EchoServer;
import dev.rohrpost.messaging.Endpoint;
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
    return Spec.of(
            "rohrpost http-echo",
            "The textbook's web server: answers every request with a page that shows the request.")
        .option(
            "--listen",
            "URI",
            Address.class,
            HttpEchoCommand::address,
            "Where to wait for clients: tcp://host:port or unix:/path; " + DEFAULT + ".")
        .examples("rohrpost http-echo", "rohrpost http-echo --listen tcp://127.0.0.1:0")
        .build();
  }

  private static Address address(String uri) {
    return switch (Endpoint.parse(uri.startsWith("listen+") ? uri : "listen+" + uri)) {
      case Endpoint.Internet(var protocol, var host, var port, var _)
          when protocol == Endpoint.Internet.Protocol.TCP ->
          resolved(host.isEmpty() ? "::" : host, port);
      case Endpoint.UnixSocket(var style, var name, var _)
          when style == Endpoint.UnixSocket.Style.STREAM ->
          UnixAddress.of(name);
      default ->
          throw new IllegalArgumentException(
              "'" + uri + "' carries no HTTP; write tcp://host:port or unix:/path");
    };
  }

  private static Address resolved(String host, int port) {
    return switch (InternetAddress.resolve(host, port)) {
      case InternetAddress.Resolution.Found(var addresses) -> addresses.getFirst();
      case InternetAddress.Resolution.Unresolved(var name, var why) ->
          throw new IllegalArgumentException("no address of '" + name + "': " + why);
    };
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Address address = given.matchedOptionValue("--listen", null);
    try (var listener = StreamSocket.listen(address == null ? address(DEFAULT) : address)) {
      Ending.onSignal(listener::close); // removes a socket file
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
