package dev.rohrpost.cli;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.messaging.RefusedException;
import dev.rohrpost.messaging.Selection;
import dev.rohrpost.messaging.Sender;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost receive`.
final class ReceiveCommand implements Command {
  /// What was asked for.
  ///
  /// @param count after how many messages to end
  record Options(
      Endpoint from,
      Selection wanted,
      OptionalInt count,
      boolean follow,
      Waiting waiting,
      Shape shape) {
    static Options of(ParseResult given) throws Failure {
      Endpoint from = given.matchedPositional(0).getValue();
      if (given.hasMatchedOption("--count") && given.hasMatchedOption("--follow")) {
        throw Failure.usage("--count and --follow exclude each other");
      }
      return new Options(
          from,
          selection(given),
          Numbers.optional(given, "--count"),
          given.hasMatchedOption("--follow"),
          Waiting.of(given),
          Shape.of(given));
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
    return Waiting.options(
            Spec.of(
                "rohrpost receive",
                "Receives a message, or a stream until its end, and writes the bytes as they"
                    + " came."))
        .option(
            "--type",
            "N",
            Long.class,
            Values::type,
            "Only messages of this type, or with -N the lowest up to N; for signal: the signal, also"
                + " by name.")
        .option("--except", "N", Long.class, Values::type, "Only messages of other types.")
        .flag("--peek", "Leave the message where it is.")
        .option("--count", "N", Integer.class, Values::count, "End after so many messages; else 1.")
        .flag("--follow", "Go on for ever: also after the last sender of a stream has gone.")
        .flag("--json", "Print one JSON object for each message or piece of a stream.")
        .flag("--hex", "Print the bytes as hexdump(1) does with -C.")
        .flag("--raw", "Add no line feed to messages.")
        .word(
            "URI",
            Endpoint.class,
            Endpoint::parse,
            "Where from: fifo:/path, mq:/name, listen+unix:/path, udp://host:port, signal:self, …")
        .examples(
            "mkfifo f; echo Hello >f & rohrpost receive fifo:f; rm f",
            "rohrpost receive fd:3 --hex 3</etc/hostname",
            "rohrpost receive signal:self --type USR1 --json --timeout 100ms")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = Options.of(given);
    Inherited.check(options.from());
    var deadline = options.waiting().deadline();
    try (var _ = Ending.interrupting();
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
    var endless = options.follow() || !receiver.keepsBorders();
    var count = endless ? Long.MAX_VALUE : options.count().orElse(1);
    for (var received = 0L; received < count; received++) {
      switch (receiver.receive(deadline)) {
        case Receiver.Received.Data(var message) -> {
          try (message) {
            options.shape().write(message, receiver.keepsBorders(), console);
          }
        }
        case Receiver.Received.Closed() -> {
          return Exit.DONE;
        }
        case Receiver.Received.Nothing() -> {
          return received > 0 && options.waiting().never()
              ? Exit.DONE
              : options.waiting().nothing();
        }
      }
    }
    return Exit.DONE;
  }
}
