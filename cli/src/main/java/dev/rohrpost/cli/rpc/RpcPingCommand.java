package dev.rohrpost.cli.rpc;

import dev.rohrpost.Signal;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Environment;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.signal.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost rpc ping`.
public final class RpcPingCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// The options that were given.
  private record Options(
      Where where,
      long program,
      Optional<Long> version,
      Optional<Integer> count,
      Duration timeout,
      boolean json) {
    static Options of(ParseResult given) {
      return new Options(
          given.matchedPositional(0).getValue(),
          given.matchedPositionalValue(1, 0L),
          Optional.ofNullable(given.matchedPositionalValue(2, null)),
          Optional.ofNullable(given.matchedOptionValue("--count", null)),
          given.matchedOptionValue("--timeout", PATIENCE),
          given.hasMatchedOption("--json"));
    }
  }

  @Override
  public CommandSpec spec() {
    return Where.options(
            Spec.of(
                "rohrpost rpc ping",
                "Calls procedure 0 of a program, which does nothing, to check that the"
                    + " program answers."))
        .option(
            "--count",
            "N",
            Integer.class,
            RpcPingCommand::count,
            "Call N times, one after the other, and show the times; without VERSION, the"
                + " highest version is called. INT ends it early.")
        .option(
            "--timeout",
            "D",
            Duration.class,
            Values::duration,
            "How long each reply may take (default: 10s). Exit status 124 when it passes;"
                + " with --count, the reply counts as lost.")
        .flag("--json", "Print one JSON object for each version, with its times.")
        .word("WHERE", Where.class, Where::parse, "The server: " + Where.HELP)
        .word(
            "PROGRAM",
            Long.class,
            Where::program,
            "The program: a number, such as 100003 or 0x20000101, or a name from" + " /etc/rpc.")
        .optionalWord(
            "VERSION",
            Long.class,
            Where::version,
            "The version (default: every version that the program reports).")
        .examples(
            "rohrpost rpc bind --listen unix:b & sleep 3; rohrpost rpc ping unix:b rpcbind; kill"
                + " $!",
            "rohrpost rpc bind --listen unix:b & sleep 3; rohrpost rpc ping unix:b 100000 4 --count"
                + " 99; kill $!")
        .build();
  }

  private static int count(String text) {
    var count = Values.count(text);
    if (count == 0) {
      throw new IllegalArgumentException("'0' calls tell nothing");
    }
    return count;
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = Options.of(given);
    var netid = options.where().netid(given);
    var program = new Program(options.program(), options.version().orElse(0L));
    try (var server = options.where().reach(program, netid, Deadline.after(options.timeout()))) {
      var pinger = new Pinger(server, options.program(), options.timeout());
      var versions =
          options.version().isPresent()
              ? List.of(options.version().get())
              : pinger.versions(console::say);
      if (options.count().isPresent()) {
        return counted(pinger, versions.getLast(), options, console);
      }
      for (var version : versions) {
        once(pinger, version, options, console);
      }
      return Exit.DONE;
    } catch (RpcException e) {
      throw RpcFailures.of(e);
    }
  }

  private static void once(Pinger pinger, long version, Options options, Console console)
      throws Exception {
    var pings = pinger.once(version);
    if (options.json()) {
      pings.writeJson(console.out());
    } else {
      console.out().line(pings.program() + " ready and waiting");
      console.out().flush();
    }
  }

  /// The results until a failure or INT are shown in any case.
  private static int counted(Pinger pinger, long version, Options options, Console console)
      throws Exception {
    var caller = Thread.currentThread();
    var pings = pinger.none(version);
    Optional<RpcException> failure = Optional.empty();
    var signals = Environment.receivable(List.of(Signal.INT));
    try (var _ = signals.length == 0 ? null : Signals.handle(_ -> caller.interrupt(), signals)) {
      pinger.ping(pings, options.count().orElseThrow());
    } catch (RpcException e) {
      failure = Optional.of(e);
    } catch (InterruptedException _) {
      // as ping(8): enough is known
    }
    var _ = Thread.interrupted(); // the signal may have come after the last reply
    if (options.json()) {
      pings.writeJson(console.out());
    } else {
      console.out().line(pings.toString());
      console.out().flush();
    }
    if (failure.isPresent()) {
      throw RpcFailures.of(failure.get());
    }
    if (pings.received() == 0) {
      throw Failure.of(Exit.FAILED, pings.program() + ": no reply to any of " + pings.sent());
    }
    return Exit.DONE;
  }
}
