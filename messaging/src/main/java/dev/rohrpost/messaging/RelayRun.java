package dev.rohrpost.messaging;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Both directions of a [Relay] under way, and the look at whether they still move.
final class RelayRun {
  private static final Duration MOST_OFTEN = Duration.ofMillis(5);

  /// How long a thread may take to come back that was told to end.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RelayLimits limits;
  private final Relay.Counter counter;
  private final Relay.@Nullable Viewer viewer;
  private final Map<RelayFlow, Thread> threads = new LinkedHashMap<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int running;
  private long lost;
  private @Nullable UnixException failure;

  RelayRun(RelayLimits limits, Relay.Counter counter, Relay.@Nullable Viewer viewer) {
    this.limits = limits;
    this.counter = counter;
    this.viewer = viewer;
  }

  /// Moves bytes until both directions have ended, or a limit is reached.
  Relay.Result between(RelaySide first, RelaySide second)
      throws UnixException, InterruptedException {
    try {
      start(
          Stream.of(
                  new RelayFlow(Relay.Way.FORTH, first, second, this),
                  new RelayFlow(Relay.Way.BACK, second, first, this))
              .filter(RelayFlow::isPossible)
              .toList());
      var end = await();
      stop();
      lock.lock();
      try {
        if (failure != null) {
          throw failure;
        }
        return new Relay.Result(end, lost);
      } finally {
        lock.unlock();
      }
    } finally {
      stop();
      join();
    }
  }

  private void start(List<RelayFlow> flows) throws UnixException {
    lock.lock(); // so that no flow ends before all are known
    try {
      for (var flow : flows) {
        threads.put(flow, Thread.ofPlatform().daemon().name("relay-" + flow.way()).start(flow));
        running++;
      }
    } catch (OutOfMemoryError e) { // pthread_create(3) says EAGAIN, the JVM this
      throw UnixException.of("pthread_create", "a thread of a relay", Errno.EAGAIN);
    } finally {
      lock.unlock();
    }
  }

  private Relay.End await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var started = running;
      var position = position();
      var since = System.nanoTime();
      var firstEnd = 0L;
      while (running > 0) {
        var now = System.nanoTime();
        firstEnd = running == started ? now : firstEnd;
        if (hasPassed(limits.linger(), now - firstEnd)) {
          return Relay.End.LINGERED;
        }
        var next = limits.idle().isPresent() ? position() : position;
        if (!next.equals(position)) {
          position = next;
          since = now;
        } else if (hasPassed(limits.idle(), now - since)) {
          return Relay.End.IDLE;
        }
        pause(now - firstEnd);
      }
      return Relay.End.BOTH_ENDED;
    } finally {
      lock.unlock();
    }
  }

  private static boolean hasPassed(Optional<Duration> limit, long nanos) {
    return limit.isPresent() && nanos >= limit.get().toNanos();
  }

  @SuppressWarnings("WaitNotInLoop") // the loop is in await()
  private void pause(long sinceFirstEnd) throws InterruptedException {
    var idle = limits.idle().map(time -> time.toNanos() / 4).orElse(Long.MAX_VALUE);
    var linger =
        sinceFirstEnd > 0
            ? limits.linger().map(time -> time.toNanos() - sinceFirstEnd).orElse(Long.MAX_VALUE)
            : Long.MAX_VALUE;
    var nanos = Math.max(MOST_OFTEN.toNanos(), Math.min(idle, linger));
    if (nanos == Long.MAX_VALUE) {
      changed.await();
    } else {
      var _ = changed.awaitNanos(nanos);
    }
  }

  private List<Long> position() {
    return threads.keySet().stream().map(RelayFlow::position).toList();
  }

  boolean watchesForSilence() {
    return limits.idle().isPresent();
  }

  Relay.@Nullable Viewer viewer() {
    return viewer;
  }

  void passed(Relay.Way way, long bytes) {
    counter.passed(way, bytes);
  }

  /// Descriptors came that could not be passed on.
  void lost(int descriptors) {
    if (descriptors > 0) {
      lock.lock();
      try {
        lost += descriptors;
      } finally {
        lock.unlock();
      }
    }
  }

  /// Remembers the first failure.
  void fail(UnixException e) {
    lock.lock();
    try {
      failure = failure == null ? e : failure;
    } finally {
      lock.unlock();
    }
  }

  void ended(RelayFlow flow) {
    lock.lock();
    try {
      running -= threads.containsKey(flow) ? 1 : 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    interrupt(null);
  }

  /// Nobody could receive what the other direction would move.
  void stopAllBut(RelayFlow one) {
    interrupt(one);
  }

  private void interrupt(@Nullable RelayFlow spared) {
    lock.lock();
    try {
      threads.forEach((flow, thread) -> {
        if (!flow.equals(spared) && !thread.equals(Thread.currentThread())) {
          thread.interrupt();
        }
      });
    } finally {
      lock.unlock();
    }
  }

  /// Nothing is counted or shown any more when a run has ended.
  private void join() {
    var interrupted = false;
    for (var thread : List.copyOf(threads.values())) {
      for (var isDone = false; !isDone; ) {
        try {
          var _ = thread.join(PATIENCE);
          isDone = true;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
