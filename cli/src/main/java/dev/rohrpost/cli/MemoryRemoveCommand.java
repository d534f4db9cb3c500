package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.memory.SharedMemory;
import dev.rohrpost.messaging.Endpoint;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost memory remove`.
final class MemoryRemoveCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost memory remove",
            "Removes shared memory. Processes that use it continue; it is freed when the"
                + " last one detaches.")
        .flag(
            "--if-owner-dead",
            "Remove it only if it is unused: shm: if no process has it mapped or open,"
                + " sysv: if it is not attached, and its creator and last user have ended.")
        .word(Segments.LABEL, Endpoint.class, Segments::endpoint, Segments.WHICH)
        .examples(
            "rohrpost memory create shm:/example; rohrpost memory remove shm:/example",
            "rohrpost memory create sysv:7 --size 4KiB; rohrpost memory remove sysv:7",
            "rohrpost memory create shm:/example; rohrpost memory remove shm:/example --if-owner-dead")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Endpoint endpoint = given.matchedPositional(0).getValue();
    var onlyIfDead = given.hasMatchedOption("--if-owner-dead");
    if (endpoint instanceof Endpoint.SystemVQueue queue) {
      var segment = Segments.systemV(queue);
      if (onlyIfDead) {
        LastUsers.require(queue.toString(), LastUsers.reasonToKeep(segment.status()));
      }
      segment.remove();
    } else {
      var name = ((Endpoint.Ring) endpoint).name();
      if (onlyIfDead) {
        var _ = SharedMemory.status(name); // or there is nothing to look for
        LastUsers.require("shm:" + name, FileUsers.look().reasonToKeep(Segments.file(name)));
      }
      SharedMemory.remove(name);
    }
    return Exit.DONE;
  }
}
