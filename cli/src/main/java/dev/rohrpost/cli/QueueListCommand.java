package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.PosixQueueStatus;
import dev.rohrpost.queue.SystemVQueue;
import dev.rohrpost.queue.SystemVQueueStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `rohrpost queue list`.
final class QueueListCommand implements Command {
  private static final String NO_MOUNT =
      "POSIX queues cannot be listed, because no file system of type mqueue is mounted;"
          + " as root: mkdir -p /dev/mqueue && mount -t mqueue none /dev/mqueue";

  /// A POSIX queue, with what may be known of it.
  private record Posix(String name, Optional<PosixQueueStatus> status) {}

  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost queue list",
            "Lists the System V and POSIX message queues of this IPC namespace.")
        .flag("--json", "Print one JSON document.")
        .examples("rohrpost queue list", "rohrpost queue list --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var systemV = SystemVQueue.list();
    var posix = posix();
    if (given.hasMatchedOption("--json")) {
      JsonLines.write(console.out(), json -> fields(json, systemV, posix));
      return Exit.DONE;
    }
    print(systemV, posix.orElse(List.of()), console);
    if (posix.isEmpty()) {
      console.out().flush();
      console.say("note: " + NO_MOUNT);
    }
    return Exit.DONE;
  }

  /// Asking needs the right to receive; to those without it, a queue is a name.
  private static Optional<List<Posix>> posix() throws UnixException {
    var names = PosixQueue.names();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    var all = new ArrayList<Posix>();
    for (var name : names.get()) {
      try (var queue = PosixQueue.open(name, PosixQueue.Access.RECEIVE)) {
        all.add(new Posix(name, Optional.of(queue.status())));
      } catch (UnixException.Denied | UnixException.NotFound _) {
        all.add(new Posix(name, Optional.empty()));
      }
    }
    return Optional.of(all);
  }

  private static void print(List<SystemVQueueStatus> systemV, List<Posix> posix, Console console)
      throws IOException {
    var table =
        new Table(
            "QUEUE",
            "ID",
            "UID",
            "MODE",
            "MESSAGES",
            "BYTES",
            "LIMIT",
            "LAST SENDER",
            "LAST RECEIVER");
    for (var queue : systemV) {
      table.row(
          SystemVNaming.endpoint(queue.key(), queue.id()),
          Integer.toString(queue.id()),
          Integer.toString(queue.ownership().uid()),
          queue.ownership().mode().toString(),
          Long.toString(queue.messages()),
          Long.toString(queue.bytes()),
          queue.limit() + " bytes",
          SystemVNaming.process(queue.lastSender()),
          SystemVNaming.process(queue.lastReceiver()));
    }
    for (var queue : posix) {
      table.row(cells(queue));
    }
    table.print(console.out(), console.colours());
  }

  private static String[] cells(Posix queue) {
    var endpoint = "mq:" + queue.name();
    if (queue.status().isEmpty()) {
      return new String[] {endpoint, "-", "-", "-", "-", "-", "-", "-", "-"};
    }
    var status = queue.status().get();
    var settings = status.settings();
    return new String[] {
      endpoint,
      "-",
      Integer.toString(status.uid()),
      status.mode().toString(),
      Integer.toString(status.messages()),
      status.bytes().isPresent() ? Long.toString(status.bytes().getAsLong()) : "-",
      settings.messages() + " of " + settings.messageBytes() + " bytes",
      "-",
      "-"
    };
  }

  private static void fields(
      JsonGenerator json, List<SystemVQueueStatus> systemV, Optional<List<Posix>> posix) {
    json.writeArrayPropertyStart("queues");
    for (var queue : systemV) {
      json.writeStartObject();
      QueueJson.fields(json, queue);
      json.writeEndObject();
    }
    for (var queue : posix.orElse(List.of())) {
      json.writeStartObject();
      if (queue.status().isPresent()) {
        QueueJson.fields(json, queue.name(), queue.status().get());
      } else {
        QueueJson.fields(json, queue.name());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringProperty("ipc_namespace", namespace());
    json.writeArrayPropertyStart("unknown");
    if (posix.isEmpty()) {
      json.writeString(NO_MOUNT);
    }
    json.writeEndArray();
  }

  private static String namespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/ipc")).toString();
    } catch (IOException _) {
      return "unknown";
    }
  }
}
