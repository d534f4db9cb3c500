package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.messaging.Endpoint;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost semaphore set`.
final class SemaphoreSetCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost semaphore set",
            "Sets the value of one semaphore; processes that wait for this value" + " continue.")
        .word(Semaphores.LABEL, Endpoint.SystemVQueue.class, Semaphores::endpoint, Semaphores.WHICH)
        .word("INDEX", Integer.class, Values::count, "The semaphore in the set, from 0.")
        .word("VALUE", Integer.class, Semaphores::value, "The value, 0 to 32767.")
        .examples(
            "rohrpost semaphore create sysv:7; rohrpost semaphore set sysv:7 0 5",
            "rohrpost semaphore set sysv:7 0 0; rohrpost semaphore remove sysv:7")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    int index = given.matchedPositional(1).getValue();
    int value = given.matchedPositional(2).getValue();
    Semaphores.open(given.matchedPositional(0).getValue()).setValue(index, value);
    return Exit.DONE;
  }
}
