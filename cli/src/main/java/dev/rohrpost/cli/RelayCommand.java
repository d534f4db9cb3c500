package dev.rohrpost.cli;

import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.RefusedException;
import dev.rohrpost.messaging.Relay;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost relay`.
final class RelayCommand implements Command {
  /// What was asked for.
  record Options(Endpoint first, Endpoint second, Waiting waiting, boolean dump, boolean progress) {
    static Options of(ParseResult given) throws Failure {
      return new Options(
          given.matchedPositional(0).getValue(),
          given.matchedPositional(1).getValue(),
          Waiting.of(given),
          given.hasMatchedOption("--dump"),
          given.hasMatchedOption("--progress"));
    }
  }

  @Override
  public CommandSpec spec() {
    return Waiting.options(
            Spec.of(
                "rohrpost relay",
                "Joins two endpoints in both directions, until both have ended. The end of one"
                    + " direction is passed on, and the other goes on."))
        .flag("--dump", "Show on standard error what passes, as hexdump(1) does with -C.")
        .flag("--progress", "Show on standard error how many bytes have passed.")
        .word(
            "URI",
            Endpoint.class,
            Endpoint::parse,
            "One endpoint: unix:/path, tcp://host:port, listen+…, fifo:/path, fd:N or -")
        .word("URI", Endpoint.class, Endpoint::parse, "The other; a FIFO is written here.")
        .examples(
            "rohrpost relay - fd:3 </etc/hostname 3>copy",
            "rohrpost relay --dump fd:3 fd:4 3</etc/hostname 4>copy")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = Options.of(given);
    Inherited.check(options.first());
    Inherited.check(options.second());
    var deadline = options.waiting().deadline();
    try (var _ = Ending.interrupting();
        var relay = Relay.open(options.first(), options.second(), deadline).orElse(null)) {
      if (relay == null) {
        return options.waiting().nothing();
      }
      try (var meter = Meter.of(options.progress(), console, "passed")) {
        move(relay, options, meter, console);
      }
      return Exit.DONE;
    } catch (RefusedException e) {
      throw Failure.of(Exit.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private static void move(Relay relay, Options options, Meter meter, Console console)
      throws Exception {
    if (!options.dump()) {
      relay.run((_, bytes) -> count(meter, bytes));
      return;
    }
    var forth = new Hexdump();
    var back = new Hexdump();
    relay.show((way, bytes) -> {
      count(meter, bytes.length);
      var lines = way == Relay.Way.FORTH ? forth.lines(bytes) : back.lines(bytes);
      lines.forEach(line -> console.say((way == Relay.Way.FORTH ? "> " : "< ") + line));
    });
  }

  /// Two threads may count at once.
  private static void count(Meter meter, long bytes) {
    synchronized (meter) {
      meter.add(bytes);
    }
  }
}
