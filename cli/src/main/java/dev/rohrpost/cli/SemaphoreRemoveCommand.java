package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.semaphore.PosixSemaphore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost semaphore remove`.
final class SemaphoreRemoveCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost semaphore remove",
            "Removes semaphores. Processes that wait for a System V set fail with EIDRM."
                + " A POSIX semaphore loses its name; processes that have it open continue.")
        .flag(
            "--if-owner-dead",
            "Remove it only if it is unused: sysv: if the processes that last changed a"
                + " value have ended and none waits, sem: if no process has it mapped or open.")
        .word(Semaphores.LABEL, Semaphores.Named.class, Semaphores::named, Semaphores.OF_BOTH)
        .examples(
            "rohrpost semaphore create sysv:7; rohrpost semaphore remove sysv:7",
            "rohrpost semaphore create sysv:$HOME; rohrpost semaphore remove sysv:$HOME")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Semaphores.Named named = given.matchedPositional(0).getValue();
    var onlyIfDead = given.hasMatchedOption("--if-owner-dead");
    switch (named) {
      case Semaphores.Named.SystemV(var name) -> {
        var set = Semaphores.open(name);
        if (onlyIfDead) {
          var each = Semaphores.each(set, set.status().size());
          LastUsers.require(name.toString(), LastUsers.reasonToKeep(each));
        }
        set.remove();
      }
      case Semaphores.Named.Posix(String name) -> {
        if (onlyIfDead) {
          var _ = PosixSemaphore.status(name); // or there is nothing to look for
          LastUsers.require(
              "sem:" + name, FileUsers.look().reasonToKeep(PosixSemaphore.file(name)));
        }
        PosixSemaphore.remove(name);
      }
    }
    return Exit.DONE;
  }
}
