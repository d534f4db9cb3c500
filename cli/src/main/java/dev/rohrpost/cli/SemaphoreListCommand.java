package dev.rohrpost.cli;

import dev.rohrpost.semaphore.SemaphoreSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost semaphore list`.
final class SemaphoreListCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost semaphore list",
            "Lists the sets of System V semaphores in this IPC namespace, and their values.")
        .flag("--json", "Print one JSON document.")
        .examples("rohrpost semaphore list", "rohrpost semaphore list --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var sets = SemaphoreSet.list();
    if (given.hasMatchedOption("--json")) {
      JsonLines.write(
          console.out(),
          json -> {
            json.writeArrayPropertyStart("sets");
            for (var set : sets) {
              json.writeStartObject();
              Semaphores.fields(json, set);
              json.writeEndObject();
            }
            json.writeEndArray();
          });
      return Exit.DONE;
    }
    var table = new Table("SET", "ID", "UID", "MODE", "SIZE", "LAST OPERATION", "VALUES");
    for (var set : sets) {
      table.row(
          SystemVNaming.endpoint(set.key(), set.id()),
          Integer.toString(set.id()),
          Integer.toString(set.ownership().uid()),
          SystemVNaming.mode(set.ownership().mode()),
          Integer.toString(set.size()),
          SystemVNaming.time(set.lastOperation()),
          Semaphores.values(set));
    }
    table.print(console.out(), console.colours());
    return Exit.DONE;
  }
}
