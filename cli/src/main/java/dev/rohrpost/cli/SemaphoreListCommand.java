package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.semaphore.PosixSemaphore;
import dev.rohrpost.semaphore.SemaphoreSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost semaphore list`.
final class SemaphoreListCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost semaphore list",
            "Lists the System V semaphore sets of this IPC namespace, the named POSIX"
                + " semaphores, and their values.")
        .flag("--json", "Print one JSON document.")
        .examples("rohrpost semaphore list", "rohrpost semaphore list --json")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var sets = SemaphoreSet.list();
    var posix = PosixSemaphore.list();
    var users = FileUsers.look();
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
            json.writeArrayPropertyStart("posix");
            for (var one : posix) {
              json.writeStartObject();
              Semaphores.fields(json, one, users);
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
          set.ownership().mode().toString(),
          Integer.toString(set.size()),
          SystemVNaming.time(set.lastOperation()),
          Semaphores.values(set));
    }
    for (var one : posix) {
      table.row(
          "sem:" + one.name(),
          "-",
          Integer.toString(one.uid()),
          one.mode().toString(),
          "1",
          "-",
          Semaphores.value(one.value()));
    }
    table.print(console.out(), console.colours());
    return Exit.DONE;
  }
}
