package dev.rohrpost.cli;

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
            "Removes shared memory. Who uses it goes on; it is freed when the last one leaves.")
        .word(Segments.LABEL, Endpoint.class, Segments::endpoint, Segments.WHICH)
        .examples(
            "rohrpost memory create shm:/example; rohrpost memory remove shm:/example",
            "rohrpost memory create sysv:7 --size 4KiB; rohrpost memory remove sysv:7")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Endpoint endpoint = given.matchedPositional(0).getValue();
    if (endpoint instanceof Endpoint.SystemVQueue queue) {
      Segments.systemV(queue).remove();
    } else {
      SharedMemory.remove(((Endpoint.Ring) endpoint).name());
    }
    return Exit.DONE;
  }
}
