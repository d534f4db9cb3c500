package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.SystemVQueues;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.PosixQueueStatus;
import dev.rohrpost.queue.SystemVQueueStatus;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost queue show`.
final class QueueShowCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost queue show",
            "Shows the owner, the limits and the contents of a message queue.")
        .flag("--json", "Print one JSON document.")
        .word("URI", Endpoint.class, QueueShowCommand::queue, "sysv:KEY, sysv:id=N or mq:/name.")
        .examples(
            "rohrpost queue create mq:/q; rohrpost queue show mq:/q",
            "rohrpost queue show mq:/q --json; rohrpost queue remove mq:/q")
        .build();
  }

  /// Reads the endpoint of a queue.
  static Endpoint queue(String text) {
    var endpoint = Endpoint.parse(text);
    if (endpoint instanceof Endpoint.SystemVQueue || endpoint instanceof Endpoint.PosixQueue) {
      return endpoint;
    }
    throw new IllegalArgumentException("'" + text + "' is no queue; these are sysv: and mq:");
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Endpoint endpoint = given.matchedPositional(0).getValue();
    show(endpoint, given.hasMatchedOption("--json"), console);
    return Exit.DONE;
  }

  /// Shows a queue, of which somebody with a right to send only sees less.
  private static void show(Endpoint endpoint, boolean json, Console console) throws Exception {
    if (endpoint instanceof Endpoint.PosixQueue(String name)) {
      try (var queue = PosixQueue.open(name, PosixQueue.Access.RECEIVE)) {
        var status = queue.status();
        if (json) {
          JsonLines.write(console.out(), generator -> QueueJson.fields(generator, name, status));
        } else {
          table(name, status).print(console.out(), false);
        }
      }
    } else if (endpoint instanceof Endpoint.SystemVQueue queue) {
      var status = SystemVQueues.open(queue).status();
      if (json) {
        JsonLines.write(console.out(), generator -> QueueJson.fields(generator, status));
      } else {
        table(status).print(console.out(), false);
      }
    }
  }

  private static Table table(SystemVQueueStatus queue) {
    var table = new Table();
    table.row("queue", SystemVNaming.endpoint(queue.key(), queue.id()));
    table.row("id", Integer.toString(queue.id()));
    table.row("owner", queue.ownership().toString());
    table.row(
        "creator",
        "uid " + queue.ownership().creatorUid() + ", gid " + queue.ownership().creatorGid());
    table.row("messages", Long.toString(queue.messages()));
    table.row("bytes", queue.bytes() + " of " + queue.limit());
    table.row("last sender", SystemVNaming.process(queue.lastSender()));
    table.row("last sent", SystemVNaming.time(queue.lastSent()));
    table.row("last receiver", SystemVNaming.process(queue.lastReceiver()));
    table.row("last received", SystemVNaming.time(queue.lastReceived()));
    table.row("changed", SystemVNaming.time(Optional.of(queue.changed())));
    return table;
  }

  private static Table table(String name, PosixQueueStatus queue) {
    var settings = queue.settings();
    var table = new Table();
    table.row("queue", "mq:" + name);
    table.row("owner", "uid " + queue.uid() + ", gid " + queue.gid() + ", mode " + queue.mode());
    table.row("messages", queue.messages() + " of " + settings.messages());
    table.row("message size", "up to " + settings.messageBytes() + " bytes");
    table.row("bytes", queue.bytes().isPresent() ? Long.toString(queue.bytes().getAsLong()) : "-");
    table.row("notified", SystemVNaming.process(queue.notified().orElse(0)));
    return table;
  }
}
