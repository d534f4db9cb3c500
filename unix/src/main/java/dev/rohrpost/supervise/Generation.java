package dev.rohrpost.supervise;

import dev.rohrpost.process.ExitStatus;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// The workers that were started together, and those that replace them. Used by the thread of the
/// supervisor only.
final class Generation {
  /// How far it has come; `docs/design/0009-supervise.md` has what leads from one to the other.
  enum State {
    STARTING,
    READY,
    RETIRING,
    FAILED
  }

  private final int number;
  private final CrashLimiter crashes;
  private final Set<Worker> workers = new LinkedHashSet<>();
  private State state = State.STARTING;
  private Optional<ExitStatus> lastStatus = Optional.empty();
  private Optional<String> lastFailure = Optional.empty();

  Generation(int number, int maxCrashes) {
    this.number = number;
    this.crashes = new CrashLimiter(maxCrashes);
  }

  int number() {
    return number;
  }

  State state() {
    return state;
  }

  boolean is(State one) {
    return state == one;
  }

  void become(State next) {
    state = next;
  }

  /// Whether its workers are replaced when they end.
  boolean isWanted() {
    return state == State.STARTING || state == State.READY;
  }

  Set<Worker> workers() {
    return workers;
  }

  CrashLimiter crashes() {
    return crashes;
  }

  long readyWorkers() {
    return workers.stream().filter(Worker::isReady).count();
  }

  /// Whether a worker serves that has nothing to do with the crashes.
  boolean hasHealthyWorker() {
    return workers.stream().anyMatch(w -> w.isReady() && crashes.isOlderThanAll(w));
  }

  /// Takes note of a leader that has ended. One that said it would, or that has worked for a while
  /// and ended well, has not crashed.
  void ended(Worker worker, ExitStatus status) {
    lastStatus = Optional.of(status);
    var age = worker.age();
    var crashed =
        age.compareTo(CrashLimiter.AT_ONCE) < 0
            || !worker.wasReady()
            || (!worker.isTold() && !status.isSuccess());
    crashes.ended(age, crashed);
  }

  /// Takes note of a worker that could not be started.
  void startFailed(String reason) {
    lastFailure = Optional.of(reason);
    crashes.startFailed();
  }

  Event.GenerationFailed failure(Event.Cause cause) {
    return new Event.GenerationFailed(number, cause, lastStatus, lastFailure);
  }

  @Override
  public String toString() {
    return "generation " + number;
  }
}
