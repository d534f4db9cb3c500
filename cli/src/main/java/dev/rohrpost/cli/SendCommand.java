package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Ending;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.command.Inherited;
import dev.rohrpost.cli.option.SocketFileOptions;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.option.Waiting;
import dev.rohrpost.cli.output.Lines;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.RefusedException;
import dev.rohrpost.messaging.Sender;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost send`.
final class SendCommand implements Command {
  /// A piece of a stream.
  private static final int PIECE = 64 * 1024;

  /// What was asked for.
  ///
  /// @param text what to send; standard input if it is missing
  record Options(
      Endpoint to,
      Optional<Endpoint> from,
      Optional<String> text,
      OptionalLong type,
      OptionalInt priority,
      List<Integer> descriptors,
      Waiting waiting,
      boolean eachLine,
      boolean progress) {
    static Options of(ParseResult given) throws Failure {
      Endpoint to = given.matchedPositional(0).getValue();
      var file = SocketFileOptions.of(given);
      var from = Optional.<Endpoint>ofNullable(given.matchedOptionValue("--from", null));
      var makesFile = from.filter(own -> SocketFileOptions.isMadeBy(own, true)).isPresent();
      file.check(makesFile || SocketFileOptions.isMadeBy(to, false), to.toString());
      return new Options(
          file.on(to),
          from.map(file::on),
          Optional.ofNullable(given.matchedPositionalValue(1, null)),
          Numbers.optionalLong(given, "--type"),
          Numbers.optional(given, "--priority"),
          given.matchedOptionValue("--fd", List.of()),
          Waiting.of(given),
          given.hasMatchedOption("--each-line"),
          given.hasMatchedOption("--progress"));
    }

    Message message(byte[] body) throws UnixException {
      var message = Message.of(body).withDescriptors(inherited());
      message = type.isPresent() ? message.withType(type.getAsLong()) : message;
      return priority.isPresent() ? message.withPriority(priority.getAsInt()) : message;
    }

    /// What the user has given to this command, and keeps.
    private List<Fd> inherited() throws UnixException {
      var result = new ArrayList<Fd>();
      for (var number : descriptors) {
        Inherited.check(number);
        result.add(Fd.inherit(number));
      }
      return result;
    }
  }

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
            "rohrpost send",
            "Sends a message: TEXT, or all of standard input as one, or each of its lines.");
    return SocketFileOptions.options(Waiting.options(spec))
        .option(
            "--type",
            "N",
            Long.class,
            Values::type,
            "The type of the message; for signal: the signal, by number or name.")
        .option(
            "--priority",
            "N",
            Integer.class,
            text -> Values.number(text, "priority"),
            "The priority of the message, on carriers with priorities.")
        .flag("--each-line", "Send each line of standard input as a message as soon as it is read.")
        .options(
            "--fd",
            "N",
            Integer.class,
            text -> Values.number(text, "descriptor"),
            "Pass this descriptor with the message, on carriers that can; may be" + " repeated.")
        .option(
            "--from",
            "URI",
            Endpoint.class,
            SendCommand::own,
            "The address from which datagrams are sent, so that the receiver can answer:"
                + " unix-dgram:/path, whose file is removed at the end, or udp://host:port.")
        .flag("--progress", "Show the number of bytes sent on standard error.")
        .word(
            "URI",
            Endpoint.class,
            Endpoint::parse,
            "The endpoint to send to: fifo:/path, mq:/name, unix:/path, tcp://host:port,"
                + " signal:PID, …")
        .optionalWord("TEXT", String.class, text -> text, "The message; nothing is added to it.")
        .examples(
            "mkfifo f; cat f & rohrpost send fifo:f 'Hello'; rm f",
            "date | rohrpost send fd:3 3>file",
            "sleep 9 & rohrpost send signal:$! --type TERM ''")
        .build();
  }

  /// It is bound to, as where one listens.
  private static Endpoint own(String uri) {
    var from = Endpoint.parse(uri.startsWith("listen+") ? uri : "listen+" + uri);
    var isOfDatagrams =
        switch (from) {
          case Endpoint.UnixSocket socket -> socket.style() == Endpoint.UnixSocket.Style.DATAGRAM;
          case Endpoint.Internet socket -> socket.protocol() == Endpoint.Internet.Protocol.UDP;
          default -> false;
        };
    if (!isOfDatagrams) {
      throw new IllegalArgumentException(
          "'" + uri + "' sends no datagrams; write unix-dgram:/path or udp://host:port");
    }
    return from;
  }

  private static Optional<Sender> open(Options options, Deadline deadline) throws Exception {
    return options.from().isPresent()
        ? Optional.of(Sender.open(options.to(), options.from().get()))
        : Sender.open(options.to(), deadline);
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = Options.of(given);
    Inherited.check(options.to());
    var deadline = options.waiting().deadline();
    try (var _ = Ending.interrupting();
        var sender = open(options, deadline).orElse(null)) {
      if (sender == null) {
        return options.waiting().nothing();
      }
      try (var meter = Meter.of(options.progress(), console, "sent")) {
        return send(options, sender, deadline, meter);
      }
    } catch (RefusedException e) {
      throw Failure.of(Exit.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private static int send(Options options, Sender sender, Deadline deadline, Meter meter)
      throws Exception {
    if (options.text().isPresent()) {
      var body = Message.of(options.text().get()).body();
      return all(options, sender, body, deadline, meter);
    }
    try (var input = new BufferedInputStream(standardInput(), PIECE)) {
      if (options.eachLine()) {
        return lines(options, sender, input, deadline, meter);
      }
      return sender.keepsBorders()
          ? all(options, sender, input.readAllBytes(), deadline, meter)
          : stream(options, sender, input, deadline, meter);
    }
  }

  private static InputStream standardInput() throws IOException {
    return new ReadEnd(Fd.inherit(0)).inputStream();
  }

  private static int all(
      Options options, Sender sender, byte[] body, Deadline deadline, Meter meter)
      throws Exception {
    var sent = sender.send(options.message(body), deadline);
    meter.add(sent.bytes());
    return sent.complete() ? Exit.DONE : options.waiting().nothing();
  }

  private static int stream(
      Options options, Sender sender, InputStream input, Deadline deadline, Meter meter)
      throws Exception {
    var status = Exit.DONE;
    for (var piece = piece(input); status == Exit.DONE && piece.length > 0; piece = piece(input)) {
      status = all(options, sender, piece, deadline, meter);
    }
    return status;
  }

  /// Reads what is there: waiting for more would hold back what somebody may be waiting for.
  private static byte[] piece(InputStream input) throws IOException {
    var buffer = new byte[PIECE];
    var count = input.read(buffer);
    return count <= 0 ? new byte[0] : Arrays.copyOf(buffer, count);
  }

  /// A stream keeps the ends of lines, or the lines would be one.
  private static int lines(
      Options options, Sender sender, InputStream input, Deadline deadline, Meter meter)
      throws Exception {
    var lines = new Lines(input, !sender.keepsBorders());
    var status = Exit.DONE;
    for (var line = lines.next(); status == Exit.DONE && line.isPresent(); line = lines.next()) {
      status = all(options, sender, line.get(), deadline, meter);
    }
    return status;
  }
}
