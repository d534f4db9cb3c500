package dev.rohrpost.cli;

import dev.rohrpost.Signal;
import dev.rohrpost.cli.command.Environment;
import dev.rohrpost.cli.option.SocketFileOptions;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.process.Program;
import dev.rohrpost.signal.Reserved;
import dev.rohrpost.socket.InheritedSocket;
import dev.rohrpost.supervise.ListenAddress;
import dev.rohrpost.supervise.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/// What `rohrpost supervise` takes, and the service that it means.
final class SuperviseOptions {
  private SuperviseOptions() {}

  /// Adds the options that [#service] reads.
  static void addTo(Spec spec) {
    addPlaces(spec);
    addReadiness(spec);
    addEnds(spec);
    spec.words(
            "PROGRAM",
            "1..*",
            String.class,
            text -> text,
            "The program of the workers and its arguments.")
        .programFollows();
  }

  private static void addPlaces(Spec spec) {
    spec.options(
            "--listen",
            "URI",
            ListenAddress.class,
            ListenAddress::parse,
            "Open this socket and pass it to every worker as in sd_listen_fds(3), after"
                + " those that were passed to this command; tcp://HOST:PORT or unix:/path. May"
                + " be repeated.")
        .option(
            "--workers", "N", Integer.class, Values::count, "The number of workers (default: 1).")
        .option(
            "--pid-file",
            "FILE",
            Path.class,
            SuperviseOptions::file,
            "Write the process id into this file, and keep the file locked.");
    SocketFileOptions.options(spec);
  }

  private static void addReadiness(Spec spec) {
    spec.flag("--notify", "Wait until workers send READY=1 (sd_notify(3)).")
        .option(
            "--ready-timeout",
            "D",
            Duration.class,
            Values::duration,
            "Give a version up if it is not ready after this time (default: 90s).")
        .option(
            "--min-uptime",
            "D",
            Duration.class,
            Values::duration,
            "How long a worker without READY=1 has to live to count as ready (default:" + " 1s).")
        .option(
            "--max-crashes",
            "N",
            Integer.class,
            Values::count,
            "Give a version up if its workers end by themselves or cannot be started more"
                + " than N times within a minute (default: 10).");
  }

  private static void addEnds(Spec spec) {
    spec.option(
            "--grace",
            "D",
            Duration.class,
            Values::duration,
            "How long workers and their orphaned processes may take to end before they"
                + " are killed (default: 10s).")
        .option(
            "--graceful-signal",
            "SIGNAL",
            Signal.class,
            Signal::parse,
            "The signal that tells a worker to finish its work (default: TERM).")
        .option(
            "--graceful-timeout",
            "D",
            Duration.class,
            Values::duration,
            "How long old workers may take to finish before they are ended (default: no limit).")
        .options(
            "--forward",
            "SIGNAL=SIGNAL",
            Forward.class,
            Forward::parse,
            "Pass a signal on to the workers instead of acting on it; ALRM=USR1 makes"
                + " nginx reopen its log files after logrotate. May be repeated.");
  }

  /// A signal that is passed on.
  ///
  /// @param from what comes
  /// @param to what the workers get
  record Forward(Signal from, Signal to) {
    static Forward parse(String text) {
      var parts = text.split("=", -1);
      if (parts.length != 2) {
        throw new IllegalArgumentException("'" + text + "' is not SIGNAL=SIGNAL");
      }
      return new Forward(Signal.parse(parts[0]), Signal.parse(parts[1]));
    }
  }

  private static Path file(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a file has a name");
    }
    return Path.of(name);
  }

  /// Reads the service that is meant.
  ///
  /// @throws IllegalArgumentException with a message for the user
  static Service service(ParseResult given) throws Exception {
    List<String> words = given.matchedPositional(0).getValue();
    var program =
        Program.of(words.getFirst(), words.subList(1, words.size()).toArray(String[]::new));
    var service = Service.of(Environment.asBefore(program));
    List<ListenAddress> listen = given.matchedOptionValue("--listen", List.of());
    var socketFile = SocketFileOptions.of(given);
    socketFile.check(
        listen.stream().anyMatch(ListenAddress.Unix.class::isInstance), "--listen without unix:");
    service =
        service
            .withListen(listen)
            .withBinding(socketFile.on(service.binding()))
            .withWorkers(given.matchedOptionValue("--workers", service.workers()))
            .withReadyTimeout(given.matchedOptionValue("--ready-timeout", service.readyTimeout()))
            .withMinUptime(given.matchedOptionValue("--min-uptime", service.minUptime()))
            .withGrace(given.matchedOptionValue("--grace", service.grace()))
            .withGracefulSignal(
                given.matchedOptionValue("--graceful-signal", service.gracefulSignal()))
            .withForward(forward(given.matchedOptionValue("--forward", List.of())))
            .withMaxCrashes(given.matchedOptionValue("--max-crashes", service.maxCrashes()));
    if (given.hasMatchedOption("--notify")) {
      service = service.withReadiness(Service.Readiness.NOTIFY);
    }
    if (given.hasMatchedOption("--graceful-timeout")) {
      service =
          service.withGracefulTimeout(
              given.matchedOptionValue("--graceful-timeout", Duration.ZERO));
    }
    if (given.hasMatchedOption("--pid-file")) {
      service = service.withPidFile(given.matchedOptionValue("--pid-file", Path.of("")));
    }
    return service.withSockets(InheritedSocket.all());
  }

  private static Map<Signal, Signal> forward(List<Forward> all) {
    var map = new LinkedHashMap<Signal, Signal>();
    for (var one : all) {
      var owner = Reserved.owner(one.from());
      if (owner.isPresent()) {
        throw new IllegalArgumentException(
            one.from() + " cannot be forwarded, as it belongs to " + owner.get());
      }
      if (map.put(one.from(), one.to()) != null) {
        throw new IllegalArgumentException(one.from() + " is forwarded twice");
      }
    }
    return map;
  }
}
