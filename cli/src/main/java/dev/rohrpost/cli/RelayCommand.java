package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Ending;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.command.Hints;
import dev.rohrpost.cli.command.Inherited;
import dev.rohrpost.cli.command.Jars;
import dev.rohrpost.cli.option.SocketFileOptions;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.option.Waiting;
import dev.rohrpost.cli.output.Hexdump;
import dev.rohrpost.cli.output.QueuedOutput;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.RefusedException;
import dev.rohrpost.messaging.Relay;
import dev.rohrpost.messaging.RelayLimits;
import dev.rohrpost.messaging.RelayServer;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost relay`.
final class RelayCommand implements Command {
  /// What was asked for.
  record Options(
      Endpoint first,
      Endpoint second,
      RelayLimits limits,
      Waiting waiting,
      boolean each,
      boolean dump,
      boolean progress) {
    static Options of(ParseResult given) throws Failure {
      var each = given.hasMatchedOption("--each");
      if (!each && given.hasMatchedOption("--max-clients")) {
        throw Failure.usage("--max-clients goes with --each");
      }
      if (each && given.hasMatchedOption("--no-wait")) {
        throw Failure.usage("--each and --no-wait exclude each other");
      }
      Endpoint first = given.matchedPositional(0).getValue();
      Endpoint second = given.matchedPositional(1).getValue();
      var file = SocketFileOptions.of(given);
      file.check(
          SocketFileOptions.isMadeBy(first, false) || SocketFileOptions.isMadeBy(second, false),
          first + " with " + second);
      return new Options(
          file.on(first),
          file.on(second),
          limits(given),
          Waiting.of(given),
          each,
          given.hasMatchedOption("--dump"),
          given.hasMatchedOption("--progress"));
    }

    private static RelayLimits limits(ParseResult given) throws Failure {
      try {
        return new RelayLimits(
            Optional.ofNullable(given.<Duration>matchedOptionValue("--idle", null)),
            Optional.ofNullable(given.<Duration>matchedOptionValue("--linger", null)));
      } catch (IllegalArgumentException e) {
        throw Failure.usage("--idle and --linger: " + e.getMessage());
      }
    }

    RelayServer.Settings settings(ParseResult given) {
      var most =
          given.matchedOptionValue("--max-clients", RelayServer.Settings.DEFAULT.maxClients());
      return new RelayServer.Settings(most, limits, waiting.timeout());
    }
  }

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
            "rohrpost relay",
            "Joins two endpoints in both directions until both have ended. The end of one"
                + " direction is passed on while the other continues.");
    return SocketFileOptions.options(Waiting.options(spec))
        .flag(
            "--each",
            "Keep accepting connections until a signal ends this command, and open the"
                + " other endpoint anew for each. --timeout then limits that opening.")
        .option(
            "--max-clients",
            "N",
            Integer.class,
            Values::count,
            "With --each, the number of connections served at once, if there are"
                + " descriptors for so many; others wait (default: 1000).")
        .option(
            "--idle",
            "D",
            Duration.class,
            Values::duration,
            "End a connection that has been idle for this time; exit status 124.")
        .option(
            "--linger",
            "D",
            Duration.class,
            Values::duration,
            "The time that the other direction gets after one has ended.")
        .flag("--dump", "Show the data on standard error in the format of hexdump -C.")
        .flag("--progress", "Show the number of bytes relayed on standard error.")
        .word(
            "URI",
            Endpoint.class,
            Endpoint::parse,
            "One endpoint: unix:/path, tcp://host:port, listen+…, fifo:/path, fd:N or -")
        .word("URI", Endpoint.class, Endpoint::parse, "The other endpoint; a FIFO is written here.")
        .examples(
            "rohrpost relay - fd:3 </etc/hostname 3>copy",
            "rohrpost relay --dump fd:3 fd:4 3</etc/hostname 4>copy",
            "rohrpost relay listen+tcp://127.0.0.1:0 unix:server.sock --each --idle 10m & sleep 2;"
                + " kill $!")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = Options.of(given);
    Inherited.check(options.first());
    Inherited.check(options.second());
    var output = QueuedOutput.toStandardError();
    try (var _ = Ending.interrupting();
        var meter = Meter.on(output, options.progress(), console, "passed")) {
      return options.each()
          ? each(options, options.settings(given), meter, output)
          : once(options, meter, output);
    } catch (RefusedException e) {
      throw Failure.of(Exit.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private static int once(Options options, Meter meter, QueuedOutput output) throws Exception {
    var first = options.first();
    var second = options.second();
    var deadline = options.waiting().deadline();
    try (var relay = Relay.open(first, second, options.limits(), deadline).orElse(null)) {
      if (relay == null) {
        return options.waiting().nothing();
      }
      var result =
          options.dump()
              ? relay.show(dump("", meter, output))
              : relay.run((_, bytes) -> meter.add(bytes));
      if (result.lostDescriptors() > 0) {
        output.offer("rohrpost: " + lost(result));
      }
      if (result.end() == Relay.End.IDLE) {
        output.offer("rohrpost: nothing has moved between " + first + " and " + second);
        return Exit.DEADLINE;
      }
      return Exit.DONE;
    }
  }

  private static String lost(Relay.Result result) {
    return result.lostDescriptors()
        + " descriptors could not be passed on and were closed; unix: sockets carry some";
  }

  /// @param prefix tells several connections apart
  private static Relay.Viewer dump(String prefix, Meter meter, QueuedOutput output) {
    var forth = new Hexdump();
    var back = new Hexdump();
    return (way, bytes) -> {
      meter.add(bytes.length);
      var isForth = way == Relay.Way.FORTH;
      var start = prefix + (isForth ? "> " : "< ");
      (isForth ? forth : back).lines(bytes).forEach(line -> output.offer(start + line));
    };
  }

  private static int each(
      Options options, RelayServer.Settings settings, Meter meter, QueuedOutput output)
      throws Exception {
    Jars.open();
    var complaints = new Complaints(output);
    try (var server = open(options, settings)) {
      server.run(new Observer(options.dump(), meter, output, complaints));
      return Exit.DONE;
    } finally {
      complaints.finish();
    }
  }

  private static RelayServer open(Options options, RelayServer.Settings settings) throws Exception {
    try {
      return RelayServer.open(options.first(), options.second(), settings);
    } catch (RefusedException e) {
      throw e;
    } catch (IllegalArgumentException e) { // neither listens, or one to the other
      throw Failure.usage("--each: " + e.getMessage());
    }
  }

  /// Counts bytes of many connections, and says which failed.
  private record Observer(boolean dumps, Meter meter, QueuedOutput output, Complaints complaints)
      implements RelayServer.Observer {
    @Override
    public Optional<Relay.Viewer> began(long connection) {
      return dumps ? Optional.of(dump(connection + " ", meter, output)) : Optional.empty();
    }

    @Override
    public void passed(long connection, Relay.Way way, long bytes) {
      meter.add(bytes);
    }

    @Override
    public void ended(long connection, Relay.Result result) {
      if (result.lostDescriptors() > 0) {
        complaints.say("connection " + connection + ": " + lost(result));
      }
    }

    @Override
    public void failed(long connection, UnixException reason) {
      complaints.say("connection " + connection + ": " + Hints.withHint(reason));
    }

    @Override
    public void paused(UnixException reason) {
      complaints.say(Hints.withHint(reason) + "; the next clients wait until others have gone");
    }
  }
}
