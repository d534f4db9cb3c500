package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Ending;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.command.Hints;
import dev.rohrpost.cli.output.OutputClosed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/// The `rohrpost` command: finds the subcommand, runs it, and turns whatever happens into an exit
/// status and at most one line on standard error.
public final class Main {
  private final Console console;

  private Main(Console console) {
    this.console = console;
  }

  /// Runs the command and ends the process.
  ///
  /// @param args what the user wrote
  public static void main(String[] args) {
    Ending.end(run(args, Console.ofProcess()));
  }

  /// Runs the command.
  ///
  /// @return the exit status
  static int run(String[] args, Console console) {
    return new Main(console).run(List.of(args));
  }

  private int run(List<String> args) {
    try {
      var status = dispatch(args);
      console.out().flush();
      return status;
    } catch (Exception | StackOverflowError | OutOfMemoryError | InternalError e) {
      return report(e);
    } finally {
      console.finish();
    }
  }

  private int dispatch(List<String> args) throws Exception {
    refuseUnreadable(args);
    var first = args.isEmpty() ? "" : args.get(0);
    switch (first) {
      case "" -> throw Failure.usage("which command? see: rohrpost --help");
      case "--debug" -> {
        console.debug(true);
        return dispatch(args.subList(1, args.size()));
      }
      case "-h", "--help" -> Overview.ofAll().print(console.out());
      case "help" -> {
        return help(args.subList(1, args.size()));
      }
      case "--version" -> console.out().line(Version.line());
      default -> {
        return named(args);
      }
    }
    return Exit.DONE;
  }

  /// `rohrpost help signal send` is `rohrpost signal send --help`.
  private int help(List<String> words) throws Exception {
    var args = new ArrayList<>(words);
    args.add("--help");
    return dispatch(args);
  }

  private int named(List<String> args) throws Exception {
    var word = args.get(0);
    if (word.startsWith("-")) {
      throw Failure.usage("unknown option: '" + word + "'; see: rohrpost --help");
    }
    if (!Commands.isGroup(word)) {
      return execute(word, args.subList(1, args.size()));
    }
    var second = args.size() > 1 ? args.get(1) : "";
    switch (second) {
      case "-h", "--help" -> Overview.of(word).print(console.out());
      case "--version" -> console.out().line(Version.line());
      case "" ->
          throw Failure.usage("which command of '" + word + "'? see: rohrpost " + word + " --help");
      default -> {
        return execute(word + " " + second, args.subList(2, args.size()));
      }
    }
    return Exit.DONE;
  }

  private int execute(String name, List<String> args) throws Exception {
    var command = Commands.find(name);
    if (command == null) {
      throw Failure.usage("no such command: '" + name + "'; see: rohrpost --help");
    }
    var line = new CommandLine(command.spec());
    line.setExpandAtFiles(false);
    line.setInterpolateVariables(false);
    line.setToggleBooleanFlags(false);
    line.setUsageHelpWidth(100);
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, Main::examples);
    try {
      var given = line.parseArgs(args.toArray(String[]::new));
      console.debug(console.debug() || given.hasMatchedOption("--debug"));
      if (given.isUsageHelpRequested()) {
        console.out().text(line.getUsageMessage(console.colours() ? Ansi.ON : Ansi.OFF));
        return Exit.DONE;
      }
      if (given.isVersionHelpRequested()) {
        console.out().line(Version.line());
        return Exit.DONE;
      }
      return command.run(given, console);
    } catch (ParameterException e) {
      throw Failure.usage(lowered(e)).about(name);
    } catch (Failure e) {
      throw e.about(name);
    }
  }

  /// Returns the examples as they are: one that goes on in a second line could not be run.
  private static String examples(Help help) {
    return Arrays.stream(help.commandSpec().usageMessage().footer())
        .map(example -> example.replace("%%", "%") + "\n")
        .collect(Collectors.joining());
  }

  private static String lowered(ParameterException e) {
    var message = String.valueOf(e.getMessage()).replace('\n', ' ');
    return Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }

  /// The JVM has decoded the words as UTF-8, and has put a replacement where it could not. Acting
  /// on other words than those that were given would be worse than not acting.
  private static void refuseUnreadable(List<String> args) throws Failure {
    for (var word : args) {
      if (word.indexOf('\ufffd') >= 0) {
        throw Failure.usage("'" + word + "' is not UTF-8");
      }
    }
  }

  private int report(Throwable thrown) {
    try {
      console.out().flush();
    } catch (IOException e) {
      thrown.addSuppressed(e);
    }
    if (thrown instanceof OutputClosed) {
      return Exit.OUTPUT_CLOSED;
    }
    console.say("rohrpost: " + line(thrown));
    if (console.debug()) {
      console.say(trace(thrown));
    }
    return thrown instanceof Failure failure ? failure.status() : Exit.FAILED;
  }

  private static String line(Throwable thrown) {
    var text =
        switch (thrown) {
          case Failure failure -> failure.line();
          case UnixException e -> Hints.withHint(e);
          case InterruptedException _ -> "interrupted";
          case IOException e -> orName(e.getMessage(), e);
          case InternalError e -> "the JVM failed: " + orName(reason(e), e);
          case OutOfMemoryError e -> "out of memory: " + orName(e.getMessage(), e);
          default -> "bug: " + thrown + "; please report it, with what --debug shows";
        };
    return oneLine(text);
  }

  private static String orName(@Nullable String message, Throwable thrown) {
    return message == null ? thrown.toString() : message;
  }

  /// The JVM wraps what the kernel said, such as that there are no more descriptors.
  private static @Nullable String reason(InternalError thrown) {
    var cause = thrown.getCause();
    return cause == null ? thrown.getMessage() : cause.getMessage();
  }

  /// What users and files are called may contain anything, but one line is promised.
  private static String oneLine(String text) {
    return text.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }

  static String[] words(String line) {
    return Arrays.stream(line.split(" ", -1)).toArray(String[]::new);
  }
}
