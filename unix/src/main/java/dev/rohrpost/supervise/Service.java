package dev.rohrpost.supervise;

import dev.rohrpost.Signal;
import dev.rohrpost.process.Program;
import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.InheritedSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A program that is kept running, and how. Immutable; each `with…` makes another.
///
/// Each worker gets the listening sockets as descriptors 3 and up, and the variables of
/// sd_listen_fds(3) and sd_notify(3).
public final class Service {
  /// These end a supervisor or cannot be caught.
  private static final Set<Signal> NOT_FORWARDED =
      Set.of(Signal.TERM, Signal.INT, Signal.KILL, Signal.STOP, Signal.CHLD);

  /// When a worker counts as ready.
  public enum Readiness {
    /// It says `READY=1`; or it has lived for a while, as long as no worker of the service has ever
    /// said that.
    EITHER,
    /// It says `READY=1`.
    NOTIFY
  }

  private final Program program;
  private List<ListenAddress> listen = List.of();
  private Binding binding = Binding.SAFE.withStale(Binding.Stale.TAKE_OVER);
  private List<InheritedSocket> sockets = List.of();
  private int workers = 1;
  private Readiness readiness = Readiness.EITHER;
  private Duration readyTimeout = Duration.ofSeconds(90);
  private Duration minUptime = Duration.ofSeconds(1);
  private Duration grace = Duration.ofSeconds(10);
  private Optional<Duration> gracefulTimeout = Optional.empty();
  private Signal gracefulSignal = Signal.TERM;
  private Map<Signal, Signal> forward = Map.of();
  private int maxCrashes = 10;
  private Optional<Path> pidFile = Optional.empty();

  private Service(Program program) {
    this.program = program;
  }

  /// Makes a service of one worker that listens nowhere, with the times and limits that the methods
  /// name.
  ///
  /// @param program the worker
  /// @return the service
  public static Service of(Program program) {
    return new Service(program);
  }

  private Service with(Consumer<Service> change) {
    var copy = new Service(program);
    copy.listen = listen;
    copy.binding = binding;
    copy.sockets = sockets;
    copy.workers = workers;
    copy.readiness = readiness;
    copy.readyTimeout = readyTimeout;
    copy.minUptime = minUptime;
    copy.grace = grace;
    copy.gracefulTimeout = gracefulTimeout;
    copy.gracefulSignal = gracefulSignal;
    copy.forward = forward;
    copy.maxCrashes = maxCrashes;
    copy.pidFile = pidFile;
    change.accept(copy);
    return copy;
  }

  private static void check(boolean fine, String rule, Object given) {
    if (!fine) {
      throw new IllegalArgumentException(
          rule + ", not " + (given instanceof Duration time ? text(time) : given));
    }
  }

  /// Writes a time as people do: 1m30s.
  static String text(Duration time) {
    return time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /// Says where it listens. Whether two names lead to one address is seen when it is opened
  /// ([Supervisor#run]).
  ///
  /// @param addresses where, each once
  /// @return a service like this one
  /// @throws IllegalArgumentException if an address is there twice
  public Service withListen(List<ListenAddress> addresses) {
    var seen = new HashSet<ListenAddress>();
    for (var address : addresses) {
      var chosenByKernel = address instanceof ListenAddress.Tcp(_, int port) && port == 0;
      check(seen.add(address) || chosenByKernel, "an address has one listener", "two: " + address);
    }
    return with(s -> s.listen = List.copyOf(addresses));
  }

  /// Says how it is bound to its addresses. By default a socket file is for this user only, and one
  /// that nobody is behind is taken over.
  ///
  /// @param manner mode and owner of socket files, length of the queue
  /// @return a service like this one
  public Service withBinding(Binding manner) {
    return with(s -> s.binding = manner);
  }

  /// Says which sockets that this process was given are passed on, before those that it opens.
  ///
  /// @param inherited the sockets; the supervisor closes them
  /// @return a service like this one
  public Service withSockets(List<InheritedSocket> inherited) {
    return with(s -> s.sockets = List.copyOf(inherited));
  }

  /// Says how many workers run at a time.
  ///
  /// @param number 1 or more; by default 1
  /// @return a service like this one
  /// @throws IllegalArgumentException if it is less
  public Service withWorkers(int number) {
    check(number >= 1, "a service has 1 worker or more", number);
    return with(s -> s.workers = number);
  }

  /// Says when a worker counts as ready.
  ///
  /// @param kind by default [Readiness#EITHER]
  /// @return a service like this one
  public Service withReadiness(Readiness kind) {
    return with(s -> s.readiness = kind);
  }

  /// Says how long all workers of a generation may take to be ready, before it is given up.
  ///
  /// @param time more than zero; by default 90 seconds
  /// @return a service like this one
  /// @throws IllegalArgumentException if it is not
  public Service withReadyTimeout(Duration time) {
    check(time.isPositive(), "the time to get ready is more than 0", time);
    return with(s -> s.readyTimeout = time);
  }

  /// Says how long a worker that does not use sd_notify(3) has to live to count as ready.
  ///
  /// @param time zero or more; by default 1 second
  /// @return a service like this one
  /// @throws IllegalArgumentException if it is less
  public Service withMinUptime(Duration time) {
    check(!time.isNegative(), "the time to live is 0 or more", time);
    return with(s -> s.minUptime = time);
  }

  /// Says how long a worker, and what it has left, may take to end before it is killed.
  ///
  /// @param time zero or more; by default 10 seconds
  /// @return a service like this one
  /// @throws IllegalArgumentException if it is less
  public Service withGrace(Duration time) {
    check(!time.isNegative(), "the grace is 0 or more", time);
    return with(s -> s.grace = time);
  }

  /// Says how long workers may take to finish what they are doing, before they are ended. By
  /// default there is no limit.
  ///
  /// @param time zero or more
  /// @return a service like this one
  /// @throws IllegalArgumentException if it is less
  public Service withGracefulTimeout(Duration time) {
    check(!time.isNegative(), "the time to finish is 0 or more", time);
    return with(s -> s.gracefulTimeout = Optional.of(time));
  }

  /// Says what tells a worker to finish.
  ///
  /// @param signal such as QUIT for nginx; by default TERM
  /// @return a service like this one
  public Service withGracefulSignal(Signal signal) {
    return with(s -> s.gracefulSignal = signal);
  }

  /// Says which signals are passed on to the workers in place of their meaning here.
  ///
  /// @param signals what comes, and what the workers get for it
  /// @return a service like this one
  /// @throws IllegalArgumentException if TERM, INT, KILL, STOP or CHLD are to be passed on
  public Service withForward(Map<Signal, Signal> signals) {
    for (var signal : signals.keySet()) {
      check(
          !NOT_FORWARDED.contains(signal),
          "a signal that is forwarded is none of TERM, INT, KILL, STOP and CHLD",
          signal);
    }
    return with(s -> s.forward = Map.copyOf(signals));
  }

  /// Says how many crashes of one generation are too many.
  ///
  /// @param perMinute the most that are borne within a minute; by default 10
  /// @return a service like this one
  /// @throws IllegalArgumentException if it is negative
  public Service withMaxCrashes(int perMinute) {
    check(perMinute >= 0, "the number of crashes is 0 or more", perMinute);
    return with(s -> s.maxCrashes = perMinute);
  }

  /// Says where the number of this process is written.
  ///
  /// @param path the file, which is removed at the end
  /// @return a service like this one
  public Service withPidFile(Path path) {
    return with(s -> s.pidFile = Optional.of(path));
  }

  /// {@return the worker}
  public Program program() {
    return program;
  }

  /// {@return where it listens}
  public List<ListenAddress> listen() {
    return listen;
  }

  /// {@return how it is bound to its addresses}
  public Binding binding() {
    return binding;
  }

  /// {@return the sockets that this process was given and passes on}
  public List<InheritedSocket> sockets() {
    return sockets;
  }

  /// {@return how many workers run at a time}
  public int workers() {
    return workers;
  }

  /// {@return when a worker counts as ready}
  public Readiness readiness() {
    return readiness;
  }

  /// {@return how long all workers of a generation may take to be ready}
  public Duration readyTimeout() {
    return readyTimeout;
  }

  /// {@return how long a worker that does not use sd_notify(3) has to live to count as ready}
  public Duration minUptime() {
    return minUptime;
  }

  /// {@return how long a worker may take to end before it is killed}
  public Duration grace() {
    return grace;
  }

  /// {@return how long workers may take to finish; empty without a limit}
  public Optional<Duration> gracefulTimeout() {
    return gracefulTimeout;
  }

  /// {@return what tells a worker to finish}
  public Signal gracefulSignal() {
    return gracefulSignal;
  }

  /// {@return which signals are passed on to the workers, and as what}
  public Map<Signal, Signal> forward() {
    return forward;
  }

  /// {@return how many crashes within a minute are borne}
  public int maxCrashes() {
    return maxCrashes;
  }

  /// {@return where the number of this process is written}
  public Optional<Path> pidFile() {
    return pidFile;
  }
}
