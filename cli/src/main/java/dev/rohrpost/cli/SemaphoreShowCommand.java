package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.semaphore.PosixSemaphore;
import dev.rohrpost.semaphore.SemaphoreSet;
import dev.rohrpost.semaphore.SemaphoreSetStatus;
import dev.rohrpost.semaphore.SemaphoreStatus;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `rohrpost semaphore show`.
final class SemaphoreShowCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost semaphore show",
            "Shows the value of each semaphore of a set, the number of processes that"
                + " wait for it, and the process that changed it last.")
        .flag("--json", "Print one JSON document.")
        .word(Semaphores.LABEL, Semaphores.Named.class, Semaphores::named, Semaphores.OF_BOTH)
        .examples(
            "rohrpost semaphore create sysv:7; rohrpost semaphore show sysv:7",
            "rohrpost semaphore show sysv:7 --json; rohrpost semaphore remove sysv:7")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Semaphores.Named named = given.matchedPositional(0).getValue();
    var json = given.hasMatchedOption("--json");
    switch (named) {
      case Semaphores.Named.SystemV(var name) -> show(Semaphores.open(name), json, console);
      case Semaphores.Named.Posix(String name) -> show(PosixSemaphore.status(name), json, console);
    }
    return Exit.DONE;
  }

  private static void show(SemaphoreSet set, boolean json, Console console) throws Exception {
    var status = set.status();
    var each = Semaphores.each(set, status.size());
    if (json) {
      JsonLines.write(console.out(), generator -> fields(generator, status, each));
    } else {
      print(status, each, console);
    }
  }

  private static void show(PosixSemaphore.Status semaphore, boolean json, Console console)
      throws Exception {
    var users = FileUsers.look();
    if (json) {
      JsonLines.write(console.out(), generator -> Semaphores.fields(generator, semaphore, users));
      return;
    }
    var table = new Table();
    table.row("semaphore", "sem:" + semaphore.name());
    table.row("value", Semaphores.value(semaphore.value()));
    table.row("waiting", Semaphores.value(semaphore.waiting()));
    table.row("users", users.count(PosixSemaphore.file(semaphore.name())));
    table.row(
        "owner",
        "uid " + semaphore.uid() + ", gid " + semaphore.gid() + ", mode " + semaphore.mode());
    table.print(console.out(), false);
  }

  private static void print(SemaphoreSetStatus set, List<SemaphoreStatus> each, Console console)
      throws Exception {
    console
        .out()
        .line(
            SystemVNaming.endpoint(set.key(), set.id())
                + " (id "
                + set.id()
                + "), "
                + set.ownership()
                + ", last operation "
                + SystemVNaming.time(set.lastOperation()));
    var table = new Table("INDEX", "VALUE", "WAIT FOR MORE", "WAIT FOR ZERO", "LAST PROCESS");
    for (var index = 0; index < each.size(); index++) {
      var one = each.get(index);
      table.row(
          Integer.toString(index),
          Integer.toString(one.value()),
          Integer.toString(one.waitingForMore()),
          Integer.toString(one.waitingForZero()),
          SystemVNaming.process(one.lastProcess()));
    }
    table.print(console.out(), console.colours());
  }

  private static void fields(
      JsonGenerator json, SemaphoreSetStatus set, List<SemaphoreStatus> each) {
    Semaphores.fields(json, set);
    json.writeArrayPropertyStart("semaphores");
    for (var one : each) {
      json.writeStartObject();
      json.writeNumberProperty("value", one.value());
      json.writeNumberProperty("waiting_for_more", one.waitingForMore());
      json.writeNumberProperty("waiting_for_zero", one.waitingForZero());
      SystemVNaming.process(json, "last_process", one.lastProcess());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
