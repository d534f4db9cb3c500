package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.SystemVQueues;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.SystemVQueue;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost queue set`.
final class QueueSetCommand implements Command {
  private static final List<String> WHAT = List.of("--mode", "--owner", "--group", "--bytes");

  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost queue set",
            "Changes the access mode, the owner and the capacity of a message queue.")
        .option("--mode", "MODE", FileMode.class, Values::mode, "The access mode, in octal.")
        .option("--owner", "USER", Integer.class, Values::user, "A name or a number.")
        .option("--group", "GROUP", Integer.class, Values::group, "A name or a number.")
        .option(
            "--bytes",
            "SIZE",
            Long.class,
            QueueCreateCommand::positive,
            "sysv: the number of bytes it holds.")
        .word("URI", Endpoint.class, QueueShowCommand::queue, "sysv:KEY, sysv:id=N or mq:/name.")
        .examples(
            "rohrpost queue create sysv:0x5e7; rohrpost queue set sysv:0x5e7 --mode 0620 --bytes 4KiB",
            "rohrpost queue set sysv:0x5e7 --group 0; rohrpost queue remove sysv:0x5e7")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    if (WHAT.stream().noneMatch(given::hasMatchedOption)) {
      throw Failure.usage("what is to be changed? " + String.join(", ", WHAT));
    }
    Endpoint endpoint = given.matchedPositional(0).getValue();
    if (endpoint instanceof Endpoint.PosixQueue(String name)) {
      set(name, given);
    } else {
      set(SystemVQueues.open((Endpoint.SystemVQueue) endpoint), given);
    }
    return Exit.DONE;
  }

  /// The owner comes last: after that, only root and the creator may change anything.
  private static void set(SystemVQueue queue, ParseResult given) throws Exception {
    if (given.hasMatchedOption("--bytes")) {
      queue.resize(given.matchedOptionValue("--bytes", 0L));
    }
    if (given.hasMatchedOption("--mode")) {
      queue.setMode(given.matchedOptionValue("--mode", FileMode.OWNER_ONLY));
    }
    if (given.hasMatchedOption("--owner") || given.hasMatchedOption("--group")) {
      var now = queue.status().ownership();
      queue.setOwner(
          given.matchedOptionValue("--owner", now.uid()),
          given.matchedOptionValue("--group", now.gid()));
    }
  }

  private static void set(String name, ParseResult given) throws Exception {
    if (given.hasMatchedOption("--bytes")) {
      throw Failure.usage("--bytes is for sysv:; how much an mq: may hold is said once, by create");
    }
    try (var queue = PosixQueue.open(name, PosixQueue.Access.RECEIVE)) {
      var now = queue.status();
      if (given.hasMatchedOption("--mode")) {
        queue.setMode(given.matchedOptionValue("--mode", FileMode.OWNER_ONLY));
      }
      if (given.hasMatchedOption("--owner") || given.hasMatchedOption("--group")) {
        queue.setOwner(
            given.matchedOptionValue("--owner", now.uid()),
            given.matchedOptionValue("--group", now.gid()));
      }
    }
  }
}
