package dev.rohrpost.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost memory list`.
final class MemoryListCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost memory list",
            "Lists shared memory: rings and segments in /dev/shm, and segments of System V.")
        .flag("--json", "Print one JSON document.")
        .examples("rohrpost memory list", "rohrpost memory list --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var all = Segments.all();
    if (given.hasMatchedOption("--json")) {
      JsonLines.write(
          console.out(),
          json -> {
            json.writeArrayPropertyStart("segments");
            for (var segment : all) {
              json.writeStartObject();
              Segments.fields(json, segment);
              json.writeEndObject();
            }
            json.writeEndArray();
          });
      return Exit.DONE;
    }
    var table = new Table("SEGMENT", "KIND", "BYTES", "UID", "MODE", "USERS", "CREATOR", "LAST");
    for (var segment : all) {
      table.row(cells(segment));
    }
    table.print(console.out(), console.colours());
    return Exit.DONE;
  }

  private static String[] cells(Segments.Segment segment) {
    return switch (segment) {
      case Segments.Segment.Posix(var status, var ring) ->
          new String[] {
            "shm:" + status.name(),
            ring.isPresent() ? "ring" : "posix",
            Long.toString(status.size()),
            Integer.toString(status.uid()),
            SystemVNaming.mode(status.mode()),
            ring.map(r -> Integer.toString(r.producers() + r.consumers())).orElse("-"),
            "-",
            "-"
          };
      case Segments.Segment.SystemV(var status) ->
          new String[] {
            Segments.name(status),
            "sysv",
            Long.toString(status.size()),
            Integer.toString(status.ownership().uid()),
            SystemVNaming.mode(status.ownership().mode()),
            Long.toString(status.attachments()),
            SystemVNaming.process(status.creator()),
            SystemVNaming.process(status.last())
          };
    };
  }
}
