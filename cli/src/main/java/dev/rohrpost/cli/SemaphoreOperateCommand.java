package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Environment;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Waiting;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.process.Program;
import dev.rohrpost.semaphore.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost semaphore operate`.
final class SemaphoreOperateCommand implements Command {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Pattern OPERATION = Pattern.compile("(?:(\\d{1,5}):)?([+-]?\\d{1,5})");
  private static final String END_OF_OPTIONS = "--";

  /// What was asked for.
  ///
  /// @param operations all of them at once
  /// @param program what to run then, without words if there is nothing to run
  record Options(
      Endpoint.SystemVQueue set,
      List<Operation> operations,
      List<String> program,
      Waiting waiting) {
    static Options of(ParseResult given) throws Failure {
      List<String> words = given.matchedPositional(1).getValue();
      var original = given.originalArgs();
      var end = original.indexOf(END_OF_OPTIONS);
      var program = end < 0 ? List.<String>of() : original.subList(end + 1, original.size());
      if (end >= 0 && program.isEmpty()) {
        throw Failure.usage("there is no program after --");
      }
      return new Options(
          given.matchedPositional(0).getValue(),
          parse(words.subList(0, words.size() - program.size()), given.hasMatchedOption("--undo")),
          program,
          Waiting.of(given));
    }
  }

  @Override
  public CommandSpec spec() {
    return Waiting.options(
            Spec.of(
                "rohrpost semaphore operate",
                "Performs all operations on a set of System V semaphores in one step, as soon"
                    + " as all are possible: -1 decrements, 1 increments, 0 waits for zero. Then"
                    + " runs the program, if there is one, and exits with its status."))
        .flag(
            "--undo",
            "Undo the operations when this command ends, also by kill -9; with a program,"
                + " when that has ended.")
        .word(Semaphores.LABEL, Endpoint.SystemVQueue.class, Semaphores::endpoint, Semaphores.WHICH)
        .words(
            "N",
            "1..*",
            String.class,
            text -> text,
            "The first is for semaphore 0, the next for 1, and so on; INDEX:N for any"
                + " other. Then, after --, a program and its arguments.")
        .numbersBelowZero()
        .examples(
            "rohrpost semaphore create sysv:7 --value 2; rohrpost semaphore operate sysv:7 -1",
            "rohrpost semaphore operate sysv:7 -1 --undo --timeout 5s -- echo alone",
            "rohrpost semaphore operate sysv:7 1 --no-wait; rohrpost semaphore remove sysv:7")
        .build();
  }

  private static List<Operation> parse(List<String> words, boolean undo) throws Failure {
    if (words.isEmpty()) {
      throw Failure.usage("which operations? -1 takes one, 1 gives one");
    }
    var all = new ArrayList<Operation>();
    for (var at = 0; at < words.size(); at++) {
      var word = OPERATION.matcher(words.get(at));
      if (!word.matches()) {
        throw Failure.usage(
            "'" + words.get(at) + "' is no operation; write N, as in -1, or INDEX:N");
      }
      var index = word.group(1) == null ? at : Integer.parseInt(word.group(1));
      try {
        var operation = Operation.of(index, Integer.parseInt(word.group(2)));
        all.add(undo ? operation.undoneAtExit() : operation);
      } catch (IllegalArgumentException e) {
        throw Failure.usage("'" + words.get(at) + "': " + e.getMessage());
      }
    }
    return all;
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = Options.of(given);
    var set = Semaphores.open(options.set());
    var operations = options.operations().toArray(Operation[]::new);
    if (!set.operate(options.waiting().deadline(), operations)) {
      return options.waiting().nothing();
    }
    return options.program().isEmpty() ? Exit.DONE : run(options.program(), console);
  }

  private static int run(List<String> words, Console console) throws Exception {
    var rest = words.subList(1, words.size()).toArray(String[]::new);
    var program = Environment.asBefore(Program.of(words.getFirst(), rest));
    try (var group = new ProgramGroup(GRACE)) {
      var running = group.start(() -> ConnectCommand.start(List.of(program), console));
      return running.await(Deadline.NEVER).orElseThrow().last().shellStatus();
    }
  }
}
