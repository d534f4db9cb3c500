package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.memory.Ring;
import dev.rohrpost.memory.SystemVSegment;
import dev.rohrpost.messaging.Endpoint;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost memory show`.
final class MemoryShowCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost memory show",
            "Shows the owner and the users of shared memory, and the contents of a ring.")
        .flag("--json", "Print one JSON document.")
        .word(Segments.LABEL, Endpoint.class, Segments::endpoint, Segments.WHICH)
        .examples(
            "rohrpost memory create shm:/m; rohrpost memory show shm:/m; rohrpost memory remove shm:/m",
            "rohrpost memory create shm:/m; rohrpost memory show shm:/m --json; rm /dev/shm/m")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Endpoint endpoint = given.matchedPositional(0).getValue();
    var segment = Segments.find(endpoint);
    var users = FileUsers.look();
    if (given.hasMatchedOption("--json")) {
      JsonLines.write(console.out(), json -> Segments.fields(json, segment, users));
      return Exit.DONE;
    }
    var table = new Table();
    switch (segment) {
      case Segments.Segment.Posix(var status, var ring) -> {
        table.row(ring.isPresent() ? "ring" : "segment", "shm:" + status.name());
        table.row("bytes", Long.toString(status.size()));
        table.row("owner", owner(status.uid(), status.gid(), status.mode()));
        table.row("users", users.count(Segments.file(status.name())));
        ring.ifPresent(known -> rows(table, known));
      }
      case Segments.Segment.SystemV(var status) -> rows(table, status);
    }
    table.print(console.out(), false);
    return Exit.DONE;
  }

  private static void rows(Table table, Ring.Status ring) {
    var settings = ring.settings();
    table.row("used", ring.used() + " of " + settings.capacity());
    table.row("longest message", settings.longestMessage() + " bytes");
    table.row("producers", ring.producers() + ", allowed: " + Segments.lower(settings.producers()));
    table.row("consumers", ring.consumers() + ", allowed: " + Segments.lower(settings.consumers()));
  }

  private static void rows(Table table, SystemVSegment.Status status) {
    var ownership = status.ownership();
    table.row("segment", Segments.name(status));
    table.row("id", Integer.toString(status.id()));
    table.row("bytes", Long.toString(status.size()));
    table.row("owner", owner(ownership.uid(), ownership.gid(), ownership.mode()));
    table.row(
        "creator",
        "process " + SystemVNaming.process(status.creator()) + ", uid " + ownership.creatorUid());
    table.row("attached", status.attachments() + " times");
    table.row("last user", SystemVNaming.process(status.last()));
    table.row("last attached", SystemVNaming.time(status.attached()));
    table.row("last detached", SystemVNaming.time(status.detached()));
    table.row("changed", status.changed().toString());
  }

  private static String owner(int uid, int gid, FileMode mode) {
    return "uid " + uid + ", gid " + gid + ", mode " + mode;
  }
}
