package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Ending;
import dev.rohrpost.cli.command.Environment;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.command.Inherited;
import dev.rohrpost.cli.option.SocketFileOptions;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.option.Waiting;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.messaging.RefusedException;
import dev.rohrpost.messaging.Selection;
import dev.rohrpost.messaging.Sender;
import dev.rohrpost.process.Program;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost receive`.
final class ReceiveCommand implements Command {
  /// What was asked for.
  ///
  /// @param count after how many messages to end
  /// @param exec what is run with each message, or each stream
  record Options(
      Endpoint from,
      Selection wanted,
      OptionalInt count,
      boolean follow,
      Waiting waiting,
      Shape shape,
      Optional<Program> exec) {
    static Options of(ParseResult given) throws Failure {
      Endpoint from = given.matchedPositional(0).getValue();
      if (given.hasMatchedOption("--count") && given.hasMatchedOption("--follow")) {
        throw Failure.usage("--count and --follow exclude each other");
      }
      var file = SocketFileOptions.of(given);
      file.check(SocketFileOptions.isMadeBy(from, true), from.toString());
      return new Options(
          file.on(from),
          selection(given),
          Numbers.optional(given, "--count"),
          given.hasMatchedOption("--follow"),
          Waiting.of(given),
          Shape.of(given),
          exec(given));
    }

    private static Optional<Program> exec(ParseResult given) throws Failure {
      @Nullable Program program = given.matchedOptionValue("--exec", null);
      for (var shape : List.of("--json", "--hex", "--raw")) {
        if (program != null && given.hasMatchedOption(shape)) {
          throw Failure.usage("--exec and " + shape + " exclude each other");
        }
      }
      return Optional.ofNullable(program).map(Environment::asBefore);
    }

    /// A waiting that is forbidden is that for messages: programs take their time.
    private Taker taker(Receiver receiver, Deadline deadline, Console console)
        throws UnixException {
      var borders = receiver.keepsBorders();
      if (exec.isEmpty()) {
        return message -> {
          shape.write(message, borders, console);
          return true;
        };
      }
      var many = borders ? follow || count.isPresent() : follow && receiver.hasSuccessors();
      var end = waiting.never() ? Deadline.NEVER : deadline;
      return new ReceiveExec(exec.get(), new ReceiveExec.Way(borders, many, end), console);
    }

    /// A negative type is what msgrcv(2) takes it for: the lowest up to its absolute value.
    private static Selection selection(ParseResult given) throws Failure {
      if (given.hasMatchedOption("--type") && given.hasMatchedOption("--except")) {
        throw Failure.usage("--type and --except exclude each other");
      }
      var type = Numbers.optionalLong(given, "--type").orElse(0);
      var except = Numbers.optionalLong(given, "--except");
      var wanted =
          except.isPresent()
              ? Selection.except(except.getAsLong())
              : type > 0
                  ? Selection.ofType(type)
                  : type < 0 ? Selection.upTo(-type) : Selection.ANY;
      return given.hasMatchedOption("--peek") ? wanted.peeking() : wanted;
    }
  }

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
            "rohrpost receive",
            "Receives a message, or a stream until its end, and writes the bytes as they came.");
    return SocketFileOptions.options(Waiting.options(spec))
        .option(
            "--type",
            "N",
            Long.class,
            Values::type,
            "Receive only messages of this type, or with -N of the lowest type up to N;"
                + " for signal: the signal, by number or name.")
        .option("--except", "N", Long.class, Values::type, "Receive only messages of other types.")
        .flag("--peek", "Do not remove the message.")
        .option("--count", "N", Integer.class, Values::count, "Exit after N messages (default: 1).")
        .flag(
            "--follow",
            "Never end by itself, also after the last sender of a stream has gone. With"
                + " listen+, connections are served one after the other.")
        .flag("--json", "Print one JSON object for each message or piece of a stream.")
        .flag("--hex", "Print the bytes in the format of hexdump -C.")
        .flag("--raw", "Do not append a line feed to messages.")
        .option(
            "--exec",
            "PROGRAM",
            Program.class,
            Program::parse,
            "Run this program line, split at blanks and quoted as in a shell, once for"
                + " each message or stream, one after the other; the message is its standard"
                + " input. Known metadata is in ROHRPOST_TYPE, _PRIORITY, _FROM, _PID and _UID."
                + " Its exit status is that of this command; with --count, or where --follow"
                + " goes on, 1 if any run has failed. --timeout and signals that end this"
                + " command also end the program.")
        .word(
            "URI",
            Endpoint.class,
            Endpoint::parse,
            "The endpoint to receive from: fifo:/path, mq:/name, listen+unix:/path,"
                + " udp://host:port, signal:self, …")
        .examples(
            "mkfifo f; echo Hello >f & rohrpost receive fifo:f; rm f",
            "rohrpost receive fd:3 --exec 'tr a-z A-Z' 3</etc/hostname",
            "rohrpost receive signal:self --type USR1 --json --timeout 100ms")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = Options.of(given);
    Inherited.check(options.from());
    if (options.exec().isPresent()) {
      ReceiveExec.check(options.exec().get());
    }
    var deadline = options.waiting().deadline();
    try (var _ = Ending.interrupting();
        var _ = options.exec().isPresent() ? Orphans.reap() : null;
        var receiver = Receiver.open(options.from(), options.wanted(), deadline).orElse(null);
        var _ = keptOpen(options)) {
      return receiver == null
          ? options.waiting().nothing()
          : receive(options, receiver, deadline, console);
    } catch (RefusedException e) {
      throw Failure.of(Exit.FAILED, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) { // a signal that belongs to somebody else
      throw Failure.of(Exit.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /// As long as we can write to a FIFO ourselves, it has no end.
  private static @Nullable Sender keptOpen(Options options) throws Exception {
    return options.follow() && options.from() instanceof Endpoint.NamedPipe
        ? Sender.open(options.from(), Deadline.NOW).orElse(null)
        : null;
  }

  private static int receive(Options options, Receiver receiver, Deadline deadline, Console console)
      throws Exception {
    if (options.count().isPresent() && !receiver.keepsBorders()) {
      throw Failure.of(
          Exit.FAILED,
          options.from()
              + " cannot count messages; it is a stream without borders: read it to its"
              + " end, or with --follow");
    }
    try (var taker = options.taker(receiver, deadline, console)) {
      return receive(options, receiver, deadline, taker, console);
    }
  }

  private static int receive(
      Options options, Receiver receiver, Deadline deadline, Taker taker, Console console)
      throws Exception {
    var borders = receiver.keepsBorders();
    var endless = options.follow() || !borders;
    var goesOn = (options.follow() || options.count().isPresent()) && receiver.hasSuccessors();
    var count = endless ? Long.MAX_VALUE : options.count().orElse(1);
    for (var received = 0L; received < count; received++) {
      switch (next(receiver, goesOn, deadline, console)) {
        case Receiver.Received.Data(var message) -> {
          try (message) {
            if (!taker.take(message)) {
              return taker.status();
            }
          }
        }
        case Receiver.Received.Closed() -> {
          if ((!borders && !taker.ended()) || !goesOn) {
            return taker.status();
          }
          received--; // it was no message
        }
        case Receiver.Received.Nothing() -> {
          if (received == 0 || !options.waiting().never()) {
            return options.waiting().nothing();
          }
          if (!borders) {
            var _ = taker.ended();
          }
          return taker.status();
        }
      }
    }
    return taker.status();
  }

  /// With many senders, one after the other, the failure of one is not the end.
  private static Receiver.Received next(
      Receiver receiver, boolean goesOn, Deadline deadline, Console console) throws Exception {
    try {
      return receiver.receive(deadline);
    } catch (UnixException.Disconnected e) {
      if (!goesOn) {
        throw e;
      }
      console.failed(e);
      return new Receiver.Received.Closed();
    }
  }
}
