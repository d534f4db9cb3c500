package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.signal.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost signal send`.
final class SignalSendCommand implements Command {
  /// To whom the numbers belong.
  enum Kind {
    PROCESS,
    GROUP,
    THREAD
  }

  /// What was asked for.
  ///
  /// @param number the signal, 0 only asks whether there is somebody
  /// @param value what it carries
  /// @param ids the receivers
  record Options(int number, OptionalInt value, Kind kind, List<Integer> ids) {
    static Options of(ParseResult given) throws Failure {
      var value =
          given.hasMatchedOption("--value")
              ? OptionalInt.of(given.matchedOptionValue("--value", 0))
              : OptionalInt.empty();
      var kind =
          given.hasMatchedOption("--group")
              ? Kind.GROUP
              : given.hasMatchedOption("--thread") ? Kind.THREAD : Kind.PROCESS;
      if (given.hasMatchedOption("--group") && given.hasMatchedOption("--thread")) {
        throw Failure.usage("--group and --thread exclude each other");
      }
      if (value.isPresent() && kind != Kind.PROCESS) {
        throw Failure.usage("a value can be sent to a process only: --value needs a PID alone");
      }
      int number = given.matchedPositional(0).getValue();
      return new Options(number, value, kind, given.matchedPositional(1).getValue());
    }
  }

  @Override
  public CommandSpec spec() {
    return Spec.of("rohrpost signal send", "Sends a signal to processes, groups or threads.")
        .option(
            "--value",
            "N",
            Integer.class,
            text -> Values.number(text, "value"),
            "Send this number with the signal; real-time signals are queued, each with"
                + " its value.")
        .flag("--group", "The numbers are process group ids.")
        .flag("--thread", "The numbers are thread ids.")
        .choices(() -> SignalListCommand.names().iterator())
        .word(
            "SIGNAL",
            Integer.class,
            SignalSendCommand::signal,
            "A name with or without SIG, a number, RTMIN+n or RTMAX-n; 0 only checks that"
                + " the process exists.")
        .words("PID", "1..*", Integer.class, Values::pid, "The processes.")
        .examples(
            "sleep 60 & rohrpost signal send TERM $!",
            "sleep 60 & rohrpost signal send RTMIN+1 $! --value 42",
            "rohrpost signal send 0 $$")
        .build();
  }

  private static int signal(String text) {
    return text.equals("0") ? Target.NO_SIGNAL : Signal.parse(text).number();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = Options.of(given);
    var status = Exit.DONE;
    for (var id : options.ids()) {
      try {
        send(options, id);
      } catch (UnixException e) {
        status = Exit.FAILED; // the others get theirs all the same, as with kill(1)
        console.failed(e);
      }
    }
    return status;
  }

  private static void send(Options options, int id) throws UnixException {
    if (options.value().isPresent() && options.number() != Target.NO_SIGNAL) {
      new Target.Pid(id).queue(new Signal(options.number()), options.value().getAsInt());
    } else {
      target(options.kind(), id).deliver(options.number());
    }
  }

  private static Target target(Kind kind, int id) throws UnixException {
    return switch (kind) {
      case PROCESS -> new Target.Pid(id);
      case GROUP -> new Target.Group(id);
      case THREAD -> new Target.Tid(processOf(id), id);
    };
  }

  /// A thread has its own directory in `/proc`, although it is in no listing.
  private static int processOf(int tid) throws UnixException {
    var file = Path.of("/proc", Integer.toString(tid), "status");
    try {
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith("Tgid:")) {
          return Integer.parseInt(line.substring("Tgid:".length()).strip());
        }
      }
      throw UnixException.of("tgkill", "thread " + tid, Errno.ESRCH);
    } catch (UnixException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw UnixException.of("tgkill", "thread " + tid, Errno.ESRCH);
    } catch (IOException e) {
      throw UnixException.of("open", file.toString(), e);
    }
  }
}
