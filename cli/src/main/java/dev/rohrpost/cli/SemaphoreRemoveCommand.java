package dev.rohrpost.cli;

import dev.rohrpost.messaging.Endpoint;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost semaphore remove`.
final class SemaphoreRemoveCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost semaphore remove",
            "Removes a set of System V semaphores; who waits for one of them ends with EIDRM.")
        .word(Semaphores.LABEL, Endpoint.SystemVQueue.class, Semaphores::endpoint, Semaphores.WHICH)
        .examples(
            "rohrpost semaphore create sysv:7; rohrpost semaphore remove sysv:7",
            "rohrpost semaphore create sysv:$HOME; rohrpost semaphore remove sysv:$HOME")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Semaphores.open(given.matchedPositional(0).getValue()).remove();
    return Exit.DONE;
  }
}
