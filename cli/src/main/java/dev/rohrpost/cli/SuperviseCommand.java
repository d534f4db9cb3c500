package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Environment;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.command.Hints;
import dev.rohrpost.cli.command.Jars;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.ThisProcess;
import dev.rohrpost.signal.SignalInfo;
import dev.rohrpost.signal.Signals;
import dev.rohrpost.supervise.Event;
import dev.rohrpost.supervise.Supervisor;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost supervise`.
final class SuperviseCommand implements Command {
  private static final int SIGNALLED = 128;

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
            "rohrpost supervise",
            "Keeps a server's workers running. TERM stops, HUP restarts, USR1 restarts"
                + " without refusing a connection, QUIT and WINCH let the workers finish and"
                + " stop. A version that does not become ready is given up, and the previous"
                + " one continues. A worker stays in the foreground, as with nginx -g 'daemon"
                + " off;'; the processes of its process group end with it, those with a session"
                + " of their own may stay. Some servers take sockets in their own way:"
                + " NGINX='3;' for nginx, bind fd@3 and --graceful-signal USR1 for haproxy."
                + " Each event is a line of JSON on standard error.");
    SuperviseOptions.addTo(spec);
    return spec.examples(
            "rohrpost supervise --workers 2 -- sleep 60",
            "rohrpost supervise --listen tcp://127.0.0.1:0 --pid-file run.pid -- sleep 60",
            "rohrpost supervise --listen unix:server.sock --grace 2s -- sleep 60")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Jars.open();
    var supervisor = supervisor(given, console);
    var endedBy = new AtomicInteger();
    var signals = Environment.receivable(List.copyOf(supervisor.signals()));
    ThisProcess.becomeSubreaper(); // so that what a worker leaves behind is seen and reaped
    try (var _ = Orphans.reap();
        var _ = Signals.handle(info -> obey(info, supervisor, endedBy), signals)) {
      if (supervisor.run() instanceof Supervisor.Outcome.Failed(var last)) {
        throw Failure.of(Exit.FAILED, reason(last));
      }
      return endedBy.get() == 0 ? Exit.DONE : SIGNALLED + endedBy.get();
    } catch (IllegalArgumentException e) { // two names of one address
      throw Failure.usage(String.valueOf(e.getMessage()));
    } catch (UnixException e) {
      throw Failure.of(ConnectCommand.statusOf(e), Hints.withHint(e), e);
    }
  }

  private static Supervisor supervisor(ParseResult given, Console console) throws Exception {
    try {
      return new Supervisor(
          SuperviseOptions.service(given), (event, time) -> tell(event, time, console));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  /// A signal that has no meaning here would have ended this process, so its status says that.
  private static void obey(SignalInfo info, Supervisor supervisor, AtomicInteger endedBy) {
    if (!supervisor.knows(info.signal())) {
      endedBy.compareAndSet(0, info.signal().number());
    }
    supervisor.obey(info);
  }

  /// Whoever reads the events may have gone; the service goes on.
  private static void tell(Event event, Instant time, Console console) {
    try {
      JsonLines.write(console.err(), json -> SuperviseJson.fields(json, event, time));
    } catch (Exception e) {
      if (console.debug()) {
        console.say(e.toString());
      }
    }
  }

  private static String reason(Event.GenerationFailed failed) {
    var endedWell = failed.lastStatus().filter(ExitStatus::isSuccess).isPresent();
    return switch (failed.cause()) {
      case IN_BACKGROUND -> background();
      case NOT_READY ->
          "the workers were not ready in time; raise --ready-timeout, or see whether they say"
              + " READY=1";
      case CRASHES, REPLACED -> {
        if (failed.lastFailure().isPresent()) {
          yield "the workers cannot be started: " + failed.lastFailure().get();
        }
        yield endedWell
            ? background()
            : "workers end by themselves again and again; see what they say, or raise"
                + " --max-crashes";
      }
    };
  }

  private static String background() {
    return "the worker ended with 0 at once: it has probably put itself in the background; start it"
        + " in the foreground, such as nginx -g 'daemon off;'";
  }
}
