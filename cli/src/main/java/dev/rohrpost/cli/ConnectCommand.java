package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Environment;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.command.Hints;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.process.Pipeline;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.RunningPipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost connect`.
final class ConnectCommand implements Command {
  private static final String BAR = "|";

  /// How long programs may take to end when they are told to.
  private static final Duration GRACE = Duration.ofSeconds(2);

  /// What was asked for.
  ///
  /// @param programs in the order in which the bytes pass
  record Options(
      List<Program> programs,
      boolean pipefail,
      Optional<Duration> timeout,
      boolean json,
      boolean progress) {
    static Options of(ParseResult given) throws Failure {
      return new Options(
          parse(given.matchedPositional(0).getValue()),
          given.hasMatchedOption("--pipefail"),
          Optional.ofNullable(given.matchedOptionValue("--timeout", null)),
          given.hasMatchedOption("--json"),
          given.hasMatchedOption("--progress"));
    }
  }

  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost connect",
            "Runs programs, each of which reads the output of the one before it. They are"
                + " joined directly by pipes; the exit status is that of the last. --timeout"
                + " and signals that end this command also end the programs and the processes"
                + " they have started. On a terminal all programs share one process group, as"
                + " in a shell; there only terminal signals (Ctrl-C) reach the programs' own"
                + " children.")
        .flag("--pipefail", "Exit with the status of the last program that failed.")
        .option(
            "--timeout",
            "D",
            Duration.class,
            Values::duration,
            "End all programs after this time; the exit status is then 124.")
        .flag(
            "--json",
            "At the end, print the outcome of each program on standard error: pid,"
                + " status, times and memory, which is null for small programs, as the kernel"
                + " does not report it.")
        .flag("--progress", "Count the bytes in the pipes, and show the counts on standard error.")
        .words(
            "PROGRAM",
            "1..*",
            String.class,
            text -> text,
            "One program line per argument, split at blanks and quoted as in a shell; or"
                + " words, with '|' between programs.")
        .programFollows()
        .examples(
            "rohrpost connect ls wc",
            "rohrpost connect 'ls -l /' 'wc -l'",
            "rohrpost connect --pipefail ls -l / '|' grep etc '|' wc")
        .build();
  }

  /// Reads the three ways to write programs. Two words are two programs of one word each, so only
  /// two ways are left.
  static List<Program> parse(List<String> words) throws Failure {
    try {
      return words.contains(BAR)
          ? fromWords(words)
          : words.stream().map(Program::parse).map(Environment::asBefore).toList();
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static List<Program> fromWords(List<String> words) {
    var programs = new ArrayList<Program>();
    var from = 0;
    for (var i = 0; i <= words.size(); i++) {
      if (i == words.size() || words.get(i).equals(BAR)) {
        if (i == from) {
          throw new IllegalArgumentException(
              from == 0 ? "no program before the first '|'" : "no program after a '|'");
        }
        var rest = words.subList(from + 1, i).toArray(String[]::new);
        programs.add(Environment.asBefore(Program.of(words.get(from), rest)));
        from = i + 1;
      }
    }
    return programs;
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = Options.of(given);
    var deadline = options.timeout().map(Deadline::after).orElse(Deadline.NEVER);
    try (var _ = Orphans.reap();
        var group = new ProgramGroup(GRACE);
        var meters = Meters.between(options.programs(), options.progress(), console)) {
      var running = group.start(() -> start(meters.joined(options.programs()), console));
      meters.start();
      var statuses = running.await(deadline);
      if (statuses.isEmpty()) {
        group.end();
      }
      meters.finish();
      if (options.json()) {
        JsonLines.write(console.err(), json -> ProgramJson.fields(json, options, running));
      }
      return statuses.map(all -> status(all, options)).orElse(Exit.DEADLINE);
    }
  }

  private static int status(RunningPipeline.Statuses all, Options options) {
    return (options.pipefail() ? all.lastFailure() : all.last()).shellStatus();
  }

  static RunningPipeline start(List<Program> programs, Console console) throws Exception {
    try {
      var pipeline = Pipeline.of(programs);
      // Who is not in the foreground group of a terminal is stopped when he reads from it.
      return console.hasTerminal() ? pipeline.start() : pipeline.inOneGroup().start();
    } catch (UnixException e) {
      throw Failure.of(statusOf(e), Hints.withHint(e) + misplacedOption(e, programs), e);
    }
  }

  /// Nobody has a program whose name is that of an option.
  private static String misplacedOption(UnixException e, List<Program> programs) {
    var isOption = programs.stream().map(Program::toString).anyMatch(name -> name.startsWith("-"));
    return isOption && statusOf(e) == Exit.NOT_FOUND
        ? "; options come before the first program, and a program's own are in one word with it,"
            + " as in 'ls -l'"
        : "";
  }

  /// Tells the exit status of a program that could not be started, as shells do.
  static int statusOf(UnixException e) {
    if (!e.call().equals("execve")) {
      return Exit.FAILED;
    }
    return e.is(Errno.ENOENT) ? Exit.NOT_FOUND : Exit.NOT_EXECUTABLE;
  }
}
