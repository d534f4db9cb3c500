package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost memory list`.
final class MemoryListCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost memory list",
            "Lists shared memory: rings and segments in /dev/shm, and System V segments.")
        .flag("--json", "Print one JSON document.")
        .examples("rohrpost memory list", "rohrpost memory list --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var all = Segments.all();
    var users = FileUsers.look();
    if (given.hasMatchedOption("--json")) {
      JsonLines.write(
          console.out(),
          json -> {
            json.writeArrayPropertyStart("segments");
            for (var segment : all) {
              json.writeStartObject();
              Segments.fields(json, segment, users);
              json.writeEndObject();
            }
            json.writeEndArray();
          });
      return Exit.DONE;
    }
    var table = new Table("SEGMENT", "KIND", "BYTES", "UID", "MODE", "USERS", "CREATOR", "LAST");
    for (var segment : all) {
      table.row(cells(segment, users));
    }
    table.print(console.out(), console.colours());
    return Exit.DONE;
  }

  private static String[] cells(Segments.Segment segment, FileUsers users) {
    return switch (segment) {
      case Segments.Segment.Posix(var status, var ring) ->
          new String[] {
            "shm:" + status.name(),
            ring.isPresent() ? "ring" : "posix",
            Long.toString(status.size()),
            Integer.toString(status.uid()),
            status.mode().toString(),
            ring.map(r -> Integer.toString(r.producers() + r.consumers()))
                .orElseGet(() -> users.count(Segments.file(status.name()))),
            "-",
            "-"
          };
      case Segments.Segment.SystemV(var status) ->
          new String[] {
            Segments.name(status),
            "sysv",
            Long.toString(status.size()),
            Integer.toString(status.ownership().uid()),
            status.ownership().mode().toString(),
            Long.toString(status.attachments()),
            SystemVNaming.process(status.creator()),
            SystemVNaming.process(status.last())
          };
    };
  }
}
