package dev.rohrpost.supervise;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.signal.SignalInfo;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Keeps a [Service] running, with the signals of Apache httpd: a server's life from start to stop.
///
/// This process opens the listening sockets and never closes them while the service runs, so no
/// connection is refused during a restart: the kernel keeps it until a worker accepts it. A version
/// that does not become ready costs nothing: the one before it goes on.
///
/// A worker is a process group: what it has started ends with it, but for a process in a session of
/// its own. In a container, or where orphans should be reaped, this process should also have
/// orphans of its children come to it.
///
/// @see <a href="https://httpd.apache.org/docs/2.4/stopping.html">Stopping and Restarting</a>
public final class Supervisor {
  /// What the kernel says of a signal that it has made itself, such as for a terminal.
  private static final String FROM_KERNEL = "SI_KERNEL";

  /// The signals that have a meaning of their own here.
  private static final List<Signal> MEANT =
      List.of(Signal.TERM, Signal.INT, Signal.HUP, Signal.USR1, Signal.WINCH, Signal.QUIT);

  /// The others that end a process that does not handle them.
  private static final List<Signal> DEADLY =
      List.of(
          Signal.TRAP,
          Signal.ABRT,
          Signal.USR2,
          Signal.ALRM,
          Signal.STKFLT,
          Signal.XCPU,
          Signal.VTALRM,
          Signal.PROF,
          Signal.IO,
          Signal.PWR,
          Signal.SYS);

  /// What a supervisor can be asked for.
  public enum Request {
    /// End all workers; asked again, kill them.
    STOP,
    /// End all workers, and start new ones when they are gone.
    RESTART,
    /// Start new workers; when they are ready, tell the old ones to finish. One that is under way
    /// and not ready yet is replaced.
    GRACEFUL_RESTART,
    /// Listen no more, and tell all workers to finish.
    GRACEFUL_STOP
  }

  /// Gets each event. It may take its time: it is called on a thread of its own, and what it cannot
  /// keep up with is dropped and counted ([Event.EventsDropped]).
  @FunctionalInterface
  public interface Listener {
    /// Takes note of an event.
    ///
    /// @param event what happened
    /// @param time when
    void told(Event event, Instant time);
  }

  /// How a service came to its end.
  public sealed interface Outcome {
    /// It was asked to stop.
    record Stopped() implements Outcome {}

    /// No generation is left that works.
    ///
    /// @param last why the last one does not
    record Failed(Event.GenerationFailed last) implements Outcome {}
  }

  private final Service service;
  private final Listener listener;
  private final EventLoop loop = new EventLoop();

  /// Makes a supervisor; [#run()] starts it.
  ///
  /// @param service what to keep running
  /// @param listener gets each event
  /// @throws IllegalArgumentException if no worker could ever be ready in time
  public Supervisor(Service service, Listener listener) {
    if (service.readiness() == Service.Readiness.EITHER
        && service.minUptime().compareTo(service.readyTimeout()) >= 0) {
      throw new IllegalArgumentException(
          "the time to live to count as ready is less than the time to get ready, not "
              + Service.text(service.minUptime())
              + " of "
              + Service.text(service.readyTimeout()));
    }
    this.service = service;
    this.listener = listener;
  }

  /// Asks for something; returns at once. Any thread may ask.
  ///
  /// @param request what
  public void request(Request request) {
    loop.add(lifecycle -> lifecycle.obey(request));
  }

  /// Returns the signals that [#obey] is to get: those with a meaning, those that are forwarded,
  /// and all others that would end this process and leave its workers behind. Some may be reserved
  /// in this JVM ([dev.rohrpost.signal.Reserved]).
  ///
  /// @return the signals
  public Set<Signal> signals() {
    var all = new LinkedHashSet<>(MEANT);
    all.addAll(DEADLY);
    for (var number = Signal.RTMIN.number(); number <= Signal.RTMAX.number(); number++) {
      all.add(new Signal(number));
    }
    all.addAll(service.forward().keySet());
    return all;
  }

  /// Tells whether a signal has a meaning here, or is forwarded. Any other only stops the service
  /// because it would end this process.
  ///
  /// @param signal one of [#signals]
  /// @return whether it has
  public boolean knows(Signal signal) {
    return MEANT.contains(signal) || service.forward().containsKey(signal);
  }

  /// Does what a signal means, by its sender and code. Any thread may call this.
  ///
  /// TERM and INT stop, HUP restarts, USR1 restarts gracefully, QUIT and WINCH stop gracefully, as
  /// with Apache httpd and nginx. From the kernel, WINCH is a window that was resized and means
  /// nothing, and HUP a terminal that is gone and stops. A signal that [Service#withForward] names
  /// goes to the workers; any other stops.
  ///
  /// @param info the signal
  public void obey(SignalInfo info) {
    var signal = info.signal();
    var as = service.forward().get(signal);
    if (as != null) {
      loop.add(lifecycle -> lifecycle.forward(signal, as));
      return;
    }
    var fromKernel = info.codeName().equals(FROM_KERNEL);
    switch (signal.toString()) {
      case "SIGHUP" -> request(fromKernel ? Request.STOP : Request.RESTART);
      case "SIGUSR1" -> request(Request.GRACEFUL_RESTART);
      case "SIGQUIT" -> request(Request.GRACEFUL_STOP);
      case "SIGWINCH" -> {
        if (!fromKernel) {
          request(Request.GRACEFUL_STOP);
        }
      }
      default -> request(Request.STOP);
    }
  }

  /// Runs the service until it is asked to stop or has failed. May be called once.
  ///
  /// @return how it ended
  /// @throws UnixException if a socket or the pid file cannot be had or the first workers cannot be
  ///   started, with the errno of the step; nothing is left behind
  /// @throws IllegalArgumentException if two addresses turn out to be for one listener, as
  ///   `localhost` and `127.0.0.1` are; nothing is left behind
  /// @throws InterruptedException if the thread is interrupted; all workers are killed
  public Outcome run() throws UnixException, InterruptedException {
    try (var events = new EventQueue(listener)) {
      Outcome outcome;
      try (var resources = Resources.open(service)) {
        var names = service.sockets().stream().map(socket -> socket.name()).toList();
        events.add(new Event.Listening(resources.addresses(), names));
        outcome = new Lifecycle(service, resources, loop, events).run();
      }
      events.add(new Event.Stopped(outcome instanceof Outcome.Failed));
      return outcome;
    }
  }
}
