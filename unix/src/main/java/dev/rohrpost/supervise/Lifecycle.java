package dev.rohrpost.supervise;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.supervise.Generation.State;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service from start to stop: the state machine of its generations, as
/// `docs/design/0009-supervise.md` has it. Everything happens on one thread, one thing after the
/// other; other threads leave their word in the [EventLoop].
final class Lifecycle {
  /// How long a killed process may take to end.
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

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
  private final Resources resources;
  private final EventLoop loop;
  private final EventQueue events;
  private final ServiceManager manager = ServiceManager.ofThisProcess();

  private final Alive alive = new Alive();

  private Phase phase = Phase.RUNNING;
  private int lastNumber;

  /// The newest that has become ready, while it is wanted.
  private @Nullable Generation current;

  /// The one that is to become ready.
  private @Nullable Generation starting;

  /// Whether a graceful restart waits for an older generation to be gone.
  private boolean restartPending;

  /// Whether a worker has ever said READY=1; then a new one counts only when it has said so, too.
  private boolean workersNotify;

  private Supervisor.Outcome outcome = new Supervisor.Outcome.Stopped();

  Lifecycle(Service service, Resources resources, EventLoop loop, EventQueue events) {
    this.service = service;
    this.resources = resources;
    this.loop = loop;
    this.events = events;
    this.workersNotify = service.readiness() == Service.Readiness.NOTIFY;
  }

  /// Runs the service to its end.
  ///
  /// @throws UnixException if one of the first workers cannot be started
  /// @throws InterruptedException if the thread is interrupted; all workers are killed
  Supervisor.Outcome run() throws UnixException, InterruptedException {
    try {
      manager.keepAlive(loop);
      var first = begin();
      for (var i = 0; i < service.workers(); i++) {
        start(first);
      }
      while (phase == Phase.RUNNING || phase == Phase.RESTARTING || !alive.isEmpty()) {
        loop.next().run(this);
      }
      return outcome;
    } finally {
      alive.workers().forEach(Worker::kill);
      alive.workers().forEach(Worker::close);
    }
  }

  private void tell(Event event) {
    events.add(event);
  }

  // Starting

  private Generation begin() {
    var generation = new Generation(++lastNumber, service.maxCrashes());
    alive.add(generation);
    starting = generation;
    loop.after(service.readyTimeout(), _ -> giveUpUnready(generation));
    return generation;
  }

  private void giveUpUnready(Generation generation) {
    if (generation.is(State.STARTING)) {
      fail(generation, Event.Cause.NOT_READY);
    }
  }

  private void startAll(Generation generation) {
    for (var i = 0; i < service.workers(); i++) {
      startOrRetry(generation);
    }
  }

  private void start(Generation generation) throws UnixException {
    var worker =
        Worker.start(
            service.program(),
            resources,
            generation,
            (from, line) -> loop.add(_ -> heard(from, line)),
            (whose, status) -> loop.add(_ -> leaderEnded(whose, status)));
    generation.workers().add(worker);
    tell(new Event.WorkerStarted(worker.pid(), generation.number()));
    loop.after(service.minUptime(), _ -> hasLived(worker));
  }

  private void startOrRetry(Generation generation) {
    if (!generation.isWanted()) {
      return;
    }
    try {
      start(generation);
    } catch (UnixException | OutOfMemoryError e) {
      var reason = String.valueOf(e.getMessage());
      generation.startFailed(reason);
      tell(new Event.WorkerFailed(generation.number(), reason));
      replaceLater(generation);
    }
  }

  private void replaceLater(Generation generation) {
    var pause = generation.crashes().pause();
    if (generation.crashes().isExceeded()) {
      if (!generation.hasHealthyWorker()) {
        fail(generation, Event.Cause.CRASHES);
        return;
      }
      pause = CrashLimiter.LONGEST_PAUSE;
    }
    loop.after(pause, _ -> startOrRetry(generation));
  }

  // Getting ready

  private void heard(Worker worker, String line) {
    if (line.equals("READY=1")) {
      workersNotify = true;
      setReady(worker);
    } else if (line.equals("STOPPING=1")) {
      worker.setTold();
    }
  }

  private void hasLived(Worker worker) {
    if (!workersNotify) {
      setReady(worker);
    }
  }

  private void setReady(Worker worker) {
    var generation = worker.generation();
    if (worker.wasReady() || worker.hasEnded() || !generation.isWanted()) {
      return;
    }
    worker.setReady();
    tell(new Event.WorkerReady(worker.pid(), generation.number()));
    if (generation.is(State.STARTING) && generation.readyWorkers() >= service.workers()) {
      becomeCurrent(generation);
    }
  }

  private void becomeCurrent(Generation generation) {
    generation.become(State.READY);
    tell(new Event.Ready(generation.number()));
    var before = current;
    current = generation;
    starting = null;
    manager.ready(generation.toString());
    if (before != null) {
      retire(before);
    }
  }

  // Ending

  private void leaderEnded(Worker worker, ExitStatus status) {
    var generation = worker.generation();
    var expected = worker.isTold();
    worker.setEnded();
    tell(new Event.WorkerExited(worker.pid(), generation.number(), status, expected));
    if (generation.isWanted()) {
      generation.ended(worker, status);
    }
    var hasLeftSome = worker.hasGroup();
    var left = hasLeftSome ? worker.left() : List.<Event.LeftProcess>of();
    var inBackground = generation.isWanted() && Background.isLikely(worker, status);
    if (inBackground && left.isEmpty()) {
      left = Background.of(worker);
    }
    if (!left.isEmpty()) {
      tell(new Event.LeftOver(worker.pid(), generation.number(), left));
      if (inBackground) {
        fail(generation, Event.Cause.IN_BACKGROUND);
      }
    }
    if (hasLeftSome) {
      worker.sweep(service.grace(), loop, () -> gone(worker));
    } else {
      gone(worker);
    }
  }

  /// Kills what is left of a worker.
  void kill(Worker worker) {
    if (worker.generation().workers().contains(worker)) {
      worker.kill();
      loop.after(KILL_PATIENCE, _ -> gone(worker));
    }
  }

  private void gone(Worker worker) {
    var generation = worker.generation();
    if (!generation.workers().remove(worker)) {
      return;
    }
    worker.close();
    if (generation.isWanted()) {
      replaceLater(generation);
    } else if (generation.workers().isEmpty()) {
      gone(generation);
    }
  }

  private void gone(Generation generation) {
    alive.remove(generation);
    if (phase == Phase.RESTARTING && alive.isEmpty()) {
      phase = Phase.RUNNING;
      startAll(begin());
    } else if (phase == Phase.RUNNING) {
      beginPending();
    }
  }

  /// Tells the workers of a generation to finish what they are doing.
  private void retire(Generation generation) {
    generation.become(State.RETIRING);
    List.copyOf(generation.workers())
        .forEach(worker -> tellToEnd(worker, service.gracefulSignal()));
    service
        .gracefulTimeout()
        .ifPresent(time -> loop.after(time, _ -> end(generation, State.RETIRING)));
    goneIfEmpty(generation);
  }

  /// Ends the workers of a generation now, and kills those that are left after the grace.
  private void end(Generation generation, State as) {
    if (!alive.contains(generation)) {
      return;
    }
    generation.become(as);
    for (var worker : generation.workers()) {
      tellToEnd(worker, Signal.TERM);
      worker.doom(service.grace(), loop);
    }
    goneIfEmpty(generation);
  }

  private void goneIfEmpty(Generation generation) {
    if (generation.workers().isEmpty()) {
      gone(generation);
    }
  }

  private void tellToEnd(Worker worker, Signal signal) {
    if (!worker.isTold() && !worker.hasEnded()) {
      tell(new Event.WorkerStopping(worker.pid(), worker.generation().number()));
    }
    worker.end(signal);
  }

  /// Gives a generation up. The current one goes on; where there is none, the service has failed.
  private void fail(Generation generation, Event.Cause cause) {
    var failure = generation.failure(cause);
    tell(failure);
    starting = generation == starting ? null : starting;
    current = generation == current ? null : current;
    end(generation, State.FAILED);
    if (starting != null || restartPending) {
      return;
    }
    if (current != null) {
      manager.ready(generation + " has failed, " + current + " goes on");
    } else {
      outcome = new Supervisor.Outcome.Failed(failure);
      stop();
    }
  }

  // Requests

  void obey(Supervisor.Request request) {
    switch (request) {
      case STOP -> {
        if (phase == Phase.STOPPING) {
          alive.workers().forEach(this::kill);
        } else {
          stop();
        }
      }
      case GRACEFUL_STOP -> stopGracefully();
      case RESTART -> restart();
      case GRACEFUL_RESTART -> restartGracefully();
    }
  }

  /// Passes a signal on to the leaders of the generation that serves.
  void forward(Signal signal, Signal as) {
    var receiver = current != null ? current : starting;
    if (receiver != null) {
      var leaders = receiver.workers().stream().filter(worker -> worker.pass(as)).toList();
      tell(new Event.Forwarded(signal, as, leaders.stream().map(Worker::pid).toList()));
    }
  }

  private void leave(Phase next) {
    phase = next;
    current = null;
    starting = null;
    restartPending = false;
  }

  private void stop() {
    leave(Phase.STOPPING);
    tell(new Event.Stopping(false));
    manager.stopping();
    alive.all().forEach(generation -> end(generation, State.FAILED));
  }

  private void stopGracefully() {
    if (phase == Phase.STOPPING || phase == Phase.FINISHING) {
      return;
    }
    leave(Phase.FINISHING);
    resources.closeSockets();
    tell(new Event.Stopping(true));
    manager.stopping();
    for (var generation : alive.all()) {
      if (generation.is(State.READY)) {
        retire(generation);
      } else if (generation.is(State.STARTING)) {
        end(generation, State.FAILED);
      }
    }
  }

  private void restart() {
    if (phase != Phase.RUNNING) {
      return;
    }
    leave(Phase.RESTARTING);
    tell(new Event.Reload(lastNumber + 1));
    manager.reloading();
    alive.all().forEach(generation -> end(generation, State.FAILED));
  }

  private void restartGracefully() {
    if (phase != Phase.RUNNING) {
      return;
    }
    restartPending = true;
    if (starting != null) {
      fail(starting, Event.Cause.REPLACED);
    }
    beginPending();
    if (restartPending) {
      tell(new Event.RestartPending(alive.oldest()));
    }
  }

  /// Begins the graceful restart that waits, if there is room for one more generation.
  private void beginPending() {
    if (restartPending && starting == null && alive.hasRoom()) {
      restartPending = false;
      var generation = begin();
      tell(new Event.GracefulRestart(generation.number()));
      manager.reloading();
      startAll(generation);
    }
  }
}
