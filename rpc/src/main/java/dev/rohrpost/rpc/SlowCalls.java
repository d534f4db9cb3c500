package dev.rohrpost.rpc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks every few milliseconds which calls take long, so that other threads go on to read their
/// connections, and which of them go on for longer than they may: those it interrupts. Costs a call
/// two writes, and sleeps while nothing is going on.
final class SlowCalls implements AutoCloseable {
  private static final long TICK = 5_000_000;

  /// After so many looks at which nothing was going on it sleeps.
  private static final int PATIENCE = 200;

  final Set<Watched> all = ConcurrentHashMap.newKeySet();
  private final CallTime time;
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  /// A thread that carries out calls.
  interface Watched {
    Turn turn();

    /// {@return the thread; null before its first call}
    @Nullable Thread thread();

    /// Takes the reading away and gives it to another thread; does nothing if too many calls are
    /// being carried out.
    void handOver();
  }

  SlowCalls(CallTime time) {
    this(time, Thread.ofPlatform().daemon().name("rohrpost-rpc-watch").factory());
  }

  /// @param threads makes the thread that looks
  SlowCalls(CallTime time, ThreadFactory threads) {
    this.time = time;
    thread = threads.newThread(this::run);
    thread.start();
  }

  void add(Watched watched) {
    all.add(watched);
  }

  void remove(Watched watched) {
    all.remove(watched);
  }

  /// Says that a call begins.
  void begin(Turn turn) {
    turn.beginCall(time.begin());
    if (asleep) { // says so before its last look
      LockSupport.unpark(thread);
    }
  }

  /// Has it look at the calls that there are already, when their time has changed.
  void look() {
    LockSupport.unpark(thread);
  }

  private void run() {
    var idle = 0;
    while (!closed || !all.isEmpty()) {
      idle = isBusy() ? 0 : idle + 1;
      if (idle < PATIENCE || closed) {
        LockSupport.parkNanos(this, TICK);
      } else {
        asleep = true;
        if (!isBusy()) {
          LockSupport.park(this);
        }
        asleep = false;
        idle = 0;
      }
    }
  }

  /// Looks once.
  ///
  /// @return whether anything was going on
  boolean isBusy() {
    var busy = false;
    for (var watched : all) {
      var sight = watched.turn().look();
      busy |= sight != Turn.Sight.IDLE;
      if (sight == Turn.Sight.SLOW) {
        watched.handOver();
      }
      busy |= watched.turn().isTaken() && isLimited(watched);
    }
    return busy;
  }

  /// {@return whether the call has to be watched further}
  private boolean isLimited(Watched watched) {
    if (time.isUnlimited()) {
      return false;
    }
    var thread = watched.thread();
    if (thread != null && time.deadline(watched.turn().begun()).hasPassed()) {
      watched.turn().interrupt(thread);
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    look();
  }
}
