package dev.rohrpost.cli;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.process.Program;
import dev.rohrpost.signal.Signals;
import dev.rohrpost.supervise.Event;
import dev.rohrpost.supervise.ListenAddress;
import dev.rohrpost.supervise.Service;
import dev.rohrpost.supervise.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `rohrpost supervise`.
final class SuperviseCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost supervise",
            "Keeps a server's workers running. TERM stops, HUP restarts, USR1 restarts without"
                + " refusing a connection, WINCH lets the workers finish and stops. Each event is a"
                + " line of JSON on standard error.")
        .options(
            "--listen",
            "URI",
            ListenAddress.class,
            ListenAddress::parse,
            "Open this socket and pass it to every worker, as sd_listen_fds(3) has it;"
                + " tcp://HOST:PORT or unix:/path. May be repeated.")
        .option("--workers", "N", Integer.class, Values::count, "How many run at a time; else 1.")
        .option(
            "--pid-file", "FILE", Path.class, Path::of, "Write the number of this process there.")
        .option(
            "--grace",
            "D",
            Duration.class,
            Values::duration,
            "How long workers may take to end before they are killed; else 10s.")
        .option(
            "--graceful-signal",
            "SIGNAL",
            Signal.class,
            Signal::parse,
            "What tells a worker to finish what it is doing; else TERM.")
        .option(
            "--max-crashes",
            "N",
            Integer.class,
            Values::count,
            "Give up when more workers than this end by themselves within a minute; else 10.")
        .words("PROGRAM", "1..*", String.class, text -> text, "The worker and its arguments.")
        .programFollows()
        .examples(
            "rohrpost supervise --workers 2 -- sleep 60",
            "rohrpost supervise --listen tcp://127.0.0.1:0 --pid-file run.pid -- sleep 60",
            "rohrpost supervise --listen unix:server.sock --grace 2s -- sleep 60")
        .build();
  }

  private static Service service(ParseResult given) throws Failure {
    List<String> words = given.matchedPositional(0).getValue();
    try {
      var program =
          Program.of(words.getFirst(), words.subList(1, words.size()).toArray(String[]::new));
      var service = Service.of(Environment.asBefore(program));
      List<ListenAddress> listen = given.matchedOptionValue("--listen", List.of());
      service =
          service
              .withListen(listen)
              .withWorkers(given.matchedOptionValue("--workers", service.workers()))
              .withGrace(given.matchedOptionValue("--grace", service.grace()))
              .withGracefulSignal(
                  given.matchedOptionValue("--graceful-signal", service.gracefulSignal()))
              .withMaxCrashes(given.matchedOptionValue("--max-crashes", service.maxCrashes()));
      return given.hasMatchedOption("--pid-file")
          ? service.withPidFile(given.matchedOptionValue("--pid-file", Path.of("")))
          : service;
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var supervisor = new Supervisor(service(given), event -> tell(event, console));
    var signals = Supervisor.SIGNALS.toArray(Signal[]::new);
    try (var _ = Signals.handle(info -> supervisor.obey(info.signal()), signals)) {
      if (!supervisor.run()) {
        throw Failure.of(
            Exit.FAILED,
            "workers end by themselves again and again; see what they say, or raise --max-crashes");
      }
      return Exit.DONE;
    } catch (UnixException e) {
      throw Failure.of(ConnectCommand.statusOf(e), Hints.withHint(e), e);
    }
  }

  /// Whoever reads the events may have gone; the service goes on.
  private static void tell(Event event, Console console) {
    try {
      JsonLines.write(console.err(), json -> fields(json, event));
    } catch (Exception e) {
      if (console.debug()) {
        console.say(e.toString());
      }
    }
  }

  private static void fields(JsonGenerator json, Event event) {
    json.writeStringProperty("event", name(event));
    switch (event) {
      case Event.Listening(var addresses) -> {
        json.writeArrayPropertyStart("addresses");
        addresses.forEach(address -> json.writeString(address.toString()));
        json.writeEndArray();
      }
      case Event.WorkerStarted(var pid, var generation) -> worker(json, pid, generation);
      case Event.WorkerReady(var pid, var generation) -> worker(json, pid, generation);
      case Event.WorkerStopping(var pid, var generation) -> worker(json, pid, generation);
      case Event.WorkerExited(var pid, var generation, var status, var expected) -> {
        worker(json, pid, generation);
        ProgramJson.status(json, status);
        json.writeBooleanProperty("expected", expected);
      }
      case Event.WorkerFailed(var generation, var reason) -> {
        json.writeNumberProperty("generation", generation);
        json.writeStringProperty("reason", reason);
      }
      case Event.Ready(var generation) -> json.writeNumberProperty("generation", generation);
      case Event.Reload(var generation) -> json.writeNumberProperty("generation", generation);
      case Event.GracefulRestart(var generation) ->
          json.writeNumberProperty("generation", generation);
      case Event.Stopping(var graceful) -> json.writeBooleanProperty("graceful", graceful);
      case Event.Stopped(var failed) -> json.writeBooleanProperty("failed", failed);
    }
    json.writeStringProperty("time", Instant.now().toString());
  }

  private static void worker(JsonGenerator json, long pid, int generation) {
    json.writeNumberProperty("pid", pid);
    json.writeNumberProperty("generation", generation);
  }

  /// `WorkerStarted` is `worker_started`.
  private static String name(Event event) {
    return event
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=.)(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }
}
