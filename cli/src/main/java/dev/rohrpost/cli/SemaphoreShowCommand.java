package dev.rohrpost.cli;

import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.semaphore.SemaphoreSetStatus;
import dev.rohrpost.semaphore.SemaphoreStatus;
import java.io.IOException;
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
            "Shows the value of each semaphore of a set, how many wait for it, and who changed it"
                + " last.")
        .flag("--json", "Print one JSON document.")
        .word(Semaphores.LABEL, Endpoint.SystemVQueue.class, Semaphores::endpoint, Semaphores.WHICH)
        .examples(
            "rohrpost semaphore create sysv:7; rohrpost semaphore show sysv:7",
            "rohrpost semaphore show sysv:7 --json; rohrpost semaphore remove sysv:7")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var set = Semaphores.open(given.matchedPositional(0).getValue());
    var status = set.status();
    var each = Semaphores.each(set, status.size());
    if (given.hasMatchedOption("--json")) {
      JsonLines.write(console.out(), json -> fields(json, status, each));
    } else {
      print(status, each, console);
    }
    return Exit.DONE;
  }

  private static void print(SemaphoreSetStatus set, List<SemaphoreStatus> each, Console console)
      throws IOException {
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
