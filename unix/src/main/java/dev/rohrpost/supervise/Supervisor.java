package dev.rohrpost.supervise;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.process.ExitStatus;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Keeps a [Service] running, with the signals of Apache httpd: a server's life from start to stop.
///
/// This process opens the listening sockets and never closes them while the service runs, so no
/// connection is refused during a restart: the kernel keeps it until a worker accepts it.
///
/// Everything happens on the thread that calls [#run()], one thing after the other; other threads
/// leave their word in its [Agenda].
///
/// @see <a href="https://httpd.apache.org/docs/2.4/stopping.html">Stopping and Restarting</a>
public final class Supervisor {
  /// The signals that [#obey(Signal)] knows.
  public static final Set<Signal> SIGNALS =
      Set.of(Signal.TERM, Signal.INT, Signal.HUP, Signal.USR1, Signal.WINCH);

  /// What a supervisor can be asked for.
  public enum Request {
    /// End all workers; asked again, kill them.
    STOP,
    /// End all workers, and start new ones when they are gone.
    RESTART,
    /// Start new workers; when they are ready, tell the old ones to finish.
    GRACEFUL_RESTART,
    /// Listen no more, and tell all workers to finish.
    GRACEFUL_STOP
  }

  private enum Phase {
    RUNNING,
    /// The old workers have been told to end; when they are gone, new ones are started.
    RESTARTING,
    /// The workers finish what they are doing, then all is over.
    FINISHING,
    /// The workers have been told to end, then all is over.
    STOPPING
  }

  private final Service service;
  private final Consumer<Event> listener;
  private final Agenda agenda = new Agenda();
  private final Upstream upstream = Upstream.systemd();
  private final Set<Worker> workers = new LinkedHashSet<>();
  private final Crashes crashes;
  private Phase phase = Phase.RUNNING;
  private int generation;
  private boolean announced;

  /// Whether any worker has ever said READY=1; then a new one counts only when it has said so too.
  private boolean workersNotify;

  private boolean failed;

  /// Makes a supervisor; [#run()] starts it.
  ///
  /// @param service what to keep running
  /// @param listener gets each event, on the thread of [#run()]
  public Supervisor(Service service, Consumer<Event> listener) {
    this.service = service;
    this.listener = listener;
    this.crashes = new Crashes(service.maxCrashes());
  }

  /// Asks for something; returns at once. Any thread may ask.
  ///
  /// @param request what
  public void request(Request request) {
    agenda.add(surroundings -> obey(request, surroundings));
  }

  /// Asks for what a signal means to Apache httpd: TERM and INT stop, HUP restarts, USR1 restarts
  /// gracefully, WINCH stops gracefully. Any thread may ask.
  ///
  /// @param signal one of [#SIGNALS]
  /// @throws IllegalArgumentException if it is another one
  public void obey(Signal signal) {
    request(
        switch (signal.toString()) {
          case "SIGTERM", "SIGINT" -> Request.STOP;
          case "SIGHUP" -> Request.RESTART;
          case "SIGUSR1" -> Request.GRACEFUL_RESTART;
          case "SIGWINCH" -> Request.GRACEFUL_STOP;
          default -> throw new IllegalArgumentException(signal + " means nothing here");
        });
  }

  /// Runs the service until it is asked to stop. May be called once.
  ///
  /// @return false if workers crashed too often
  /// @throws UnixException if a socket cannot be opened or the first workers cannot be started,
  ///   with the errno of the step; nothing is left behind
  /// @throws InterruptedException if the thread is interrupted; all workers are killed
  public boolean run() throws UnixException, InterruptedException {
    try (var surroundings = Surroundings.open(service)) {
      tell(new Event.Listening(surroundings.addresses()));
      try {
        upstream.keepAlive(agenda);
        beginGeneration();
        for (var i = 0; i < service.workers(); i++) {
          start(surroundings);
        }
        while (!isOver()) {
          announceReadiness();
          agenda.next().run(surroundings);
        }
      } finally {
        workers.forEach(Worker::kill);
        workers.forEach(Worker::close);
      }
    }
    tell(new Event.Stopped(failed));
    return !failed;
  }

  private boolean isOver() {
    return (phase == Phase.FINISHING || phase == Phase.STOPPING) && workers.isEmpty();
  }

  private void tell(Event event) {
    listener.accept(event);
  }

  // Workers

  private void beginGeneration() {
    generation++;
    announced = false;
  }

  private void start(Surroundings surroundings) throws UnixException {
    var worker = Worker.start(service.program(), surroundings, generation);
    workers.add(worker);
    tell(new Event.WorkerStarted(worker.pid(), generation));
    worker.listen(
        line -> agenda.add(_ -> heard(worker, line)),
        status -> agenda.add(around -> ended(worker, status, around)));
  }

  /// Starts a worker for one that is gone; when that fails, tries again after a pause.
  private void startAgain(int forGeneration, Surroundings surroundings) {
    if (phase != Phase.RUNNING || forGeneration != generation) {
      return;
    }
    try {
      start(surroundings);
    } catch (UnixException e) {
      tell(new Event.WorkerFailed(generation, String.valueOf(e.getMessage())));
      replaceLater();
    }
  }

  private void replaceLater() {
    if (crashes.areTooMany()) {
      failed = true;
      stop(false);
      return;
    }
    var wanted = generation;
    agenda.after(crashes.pause(), around -> startAgain(wanted, around));
  }

  private void heard(Worker worker, String line) {
    if (line.equals("READY=1") && !worker.isReady()) {
      workersNotify = true;
      worker.setReady();
      tell(new Event.WorkerReady(worker.pid(), worker.generation()));
    } else if (line.equals("STOPPING=1")) {
      worker.setTold();
    }
  }

  private void ended(Worker worker, ExitStatus status, Surroundings surroundings) {
    workers.remove(worker);
    worker.close();
    tell(new Event.WorkerExited(worker.pid(), worker.generation(), status, worker.isTold()));
    if (phase == Phase.RUNNING && worker.generation() == generation) {
      crashes.ended(worker, status);
      replaceLater();
    } else if (phase == Phase.RESTARTING) {
      startWhenGone(surroundings);
    }
  }

  /// When all new workers are ready, the old ones may finish.
  private void announceReadiness() {
    if (announced || phase != Phase.RUNNING) {
      return;
    }
    var ready =
        workers.stream()
            .filter(w -> w.generation() == generation && (w.isReady() || !workersNotify))
            .count();
    if (ready >= service.workers()) {
      announced = true;
      tell(new Event.Ready(generation));
      upstream.ready();
      workers.stream()
          .filter(w -> w.generation() < generation)
          .forEach(w -> end(w, service.gracefulSignal()));
    }
  }

  private void end(Worker worker, Signal signal) {
    if (!worker.isTold()) {
      tell(new Event.WorkerStopping(worker.pid(), worker.generation()));
    }
    worker.end(signal);
  }

  private void endAll(Signal signal) {
    workers.forEach(worker -> end(worker, signal));
  }

  /// Ends all workers, and kills those that are left after the grace.
  private void endAllSoon() {
    endAll(Signal.TERM);
    var doomed = List.copyOf(workers);
    agenda.after(service.grace(), _ -> doomed.forEach(Worker::kill));
  }

  // Requests

  private void obey(Request request, Surroundings surroundings) {
    switch (request) {
      case STOP -> {
        if (phase == Phase.STOPPING) {
          workers.forEach(Worker::kill);
        } else {
          stop(false);
        }
      }
      case GRACEFUL_STOP -> {
        if (phase != Phase.STOPPING && phase != Phase.FINISHING) {
          surroundings.closeSockets();
          stop(true);
        }
      }
      case RESTART -> restart(surroundings);
      case GRACEFUL_RESTART -> restartGracefully(surroundings);
    }
  }

  private void stop(boolean graceful) {
    phase = graceful ? Phase.FINISHING : Phase.STOPPING;
    tell(new Event.Stopping(graceful));
    upstream.stopping();
    if (graceful) {
      endAll(service.gracefulSignal());
    } else {
      endAllSoon();
    }
  }

  private void restart(Surroundings surroundings) {
    if (phase != Phase.RUNNING) {
      return;
    }
    beginGeneration();
    tell(new Event.Reload(generation));
    upstream.reloading();
    phase = Phase.RESTARTING;
    endAllSoon();
    startWhenGone(surroundings);
  }

  private void startWhenGone(Surroundings surroundings) {
    if (workers.isEmpty()) {
      phase = Phase.RUNNING;
      startAll(surroundings);
    }
  }

  private void startAll(Surroundings surroundings) {
    for (var i = 0; i < service.workers(); i++) {
      startAgain(generation, surroundings);
    }
  }

  private void restartGracefully(Surroundings surroundings) {
    if (phase != Phase.RUNNING) {
      return;
    }
    beginGeneration();
    tell(new Event.GracefulRestart(generation));
    upstream.reloading();
    startAll(surroundings);
  }
}
