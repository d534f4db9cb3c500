package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.SystemVQueues;
import dev.rohrpost.semaphore.SemaphoreSet;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost semaphore create`.
final class SemaphoreCreateCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost semaphore create",
            "Creates a set of System V semaphores, unless it exists. It persists until it"
                + " is removed.")
        .option(
            "--mode",
            "MODE",
            FileMode.class,
            Values::mode,
            "The access mode, in octal (default: 0600).")
        .option(
            "--size",
            "N",
            Integer.class,
            SemaphoreCreateCommand::size,
            "The number of semaphores (default: 1).")
        .option(
            "--value",
            "N",
            Integer.class,
            Semaphores::value,
            "The initial value of each semaphore (default: 0).")
        .flag("--exclusive", "Fail if it exists.")
        .word(
            Semaphores.LABEL,
            Endpoint.SystemVQueue.class,
            Semaphores::endpoint,
            "sysv:KEY or sysv:/path.")
        .examples(
            "rohrpost semaphore create sysv:7 --size 3 --exclusive",
            "rohrpost semaphore create sysv:7; rohrpost semaphore remove sysv:7")
        .build();
  }

  private static int size(String text) {
    var size = Values.count(text);
    if (size == 0) {
      throw new IllegalArgumentException("a set has one semaphore at least");
    }
    return size;
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Endpoint.SystemVQueue named = given.matchedPositional(0).getValue();
    if (named.name() instanceof Endpoint.SystemVName.Id) {
      throw Failure.usage("the kernel gives the id; name a key, as in sysv:0x5e7");
    }
    var key = SystemVQueues.key(named.name());
    FileMode mode = given.matchedOptionValue("--mode", FileMode.OWNER_ONLY);
    int size = given.matchedOptionValue("--size", 1);
    try {
      var made = SemaphoreSet.create(key, size, Creation.MUST_BE_NEW, mode);
      setAll(made, size, given.matchedOptionValue("--value", 0));
    } catch (UnixException.AlreadyExists e) {
      if (given.hasMatchedOption("--exclusive")) {
        throw e;
      }
      var _ = SemaphoreSet.create(key, size, Creation.OPEN_OR_CREATE, mode);
    }
    return Exit.DONE;
  }

  private static void setAll(SemaphoreSet set, int size, int value) throws UnixException {
    if (value == 0) {
      return; // which it is
    }
    var values = new int[size];
    Arrays.fill(values, value);
    try {
      set.setValues(values);
    } catch (UnixException e) {
      set.remove(); // half of what was asked for is of no use
      throw e;
    }
  }
}
