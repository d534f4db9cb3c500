package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.SystemVQueues;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.SystemVQueue;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost queue remove`.
final class QueueRemoveCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost queue remove",
            "Removes a message queue. Processes that wait for a System V queue fail with"
                + " EIDRM. A POSIX queue loses its name; processes that have it open continue.")
        .flag(
            "--if-owner-dead",
            "Remove it only if it is unused: sysv: if the last sender and the last"
                + " receiver have ended, mq: if no process has it open.")
        .word("URI", Endpoint.class, QueueShowCommand::queue, "sysv:KEY, sysv:id=N or mq:/name.")
        .examples(
            "rohrpost queue create sysv:0x5e7; rohrpost queue remove sysv:0x5e7",
            "rohrpost queue create mq:/q; rohrpost queue remove mq:/q --if-owner-dead")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Endpoint endpoint = given.matchedPositional(0).getValue();
    var onlyIfDead = given.hasMatchedOption("--if-owner-dead");
    switch (endpoint) {
      case Endpoint.PosixQueue(String name) -> {
        if (onlyIfDead) {
          requireUnused(name);
        }
        PosixQueue.remove(name);
      }
      case Endpoint.SystemVQueue named -> {
        var queue = SystemVQueues.open(named);
        if (onlyIfDead) {
          requireUnused(named, queue);
        }
        queue.remove();
      }
      default -> throw new IllegalStateException("no queue: " + endpoint);
    }
    return Exit.DONE;
  }

  private static void requireUnused(String name) throws Exception {
    try (var queue = PosixQueue.open(name, PosixQueue.Access.SEND)) {
      LastUsers.require("mq:" + name, LastUsers.reasonToKeep(queue));
    }
  }

  private static void requireUnused(Endpoint endpoint, SystemVQueue queue) throws Exception {
    LastUsers.require(endpoint.toString(), LastUsers.reasonToKeep(queue.status()));
  }
}
